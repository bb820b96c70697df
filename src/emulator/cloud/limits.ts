/** How much the local impCloud takes and keeps: the service's own figures where they are known. */

/** Requests that an account may send at once, unless `rateLimit` says otherwise: a test shall not wait for the rate limit by default. */
export const requestsPerAccount = 100_000
/** Production devices that an account may take out of their groups at once, unless `unbondLimit` says otherwise. */
export const unbondsPerAccount = 10

/** Seconds that an access token lives (impCentral API how-to, "Access Authentication"). */
export const accessTokenLifetime = 3600
/** Seconds that a login token lives. The service's own figure is not known. */
export const loginTokenLifetime = 300
/** The oldest makes way for a sixth. */
export const refreshTokensPerAccount = 5
/** impCentral API how-to, "Login Keys". */
export const loginKeysPerAccount = 10

/** The largest request body that is taken, in bytes. The service's own limit is not known. */
export const largestBody = 10_000_000
/** Bytes of the environment variables of a device group, as JSON. */
export const environmentBytes = 16_000

/** How many historical entries the service keeps for a device (impCentral API how-to, "Historical Logs"). */
export const logEntriesKept = 1000
/** Limits of the impCentral API how-to, "Live Log Streaming". */
export const streamsPerAccount = 8
export const devicesPerStream = 8
/** Milliseconds in which a log stream must be opened. */
export const timeToOpen = 120_000
/** Milliseconds between comments on a log stream, as seen with the service. */
export const keepAlive = 30_000
/** A connection on which so many events wait to be read is given up. */
export const unreadEvents = 10_000
/** An event of more bytes than this counts as several: 16 MB may wait. */
export const bytesOfEvent = 1600
