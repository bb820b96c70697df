// Generated from openapi/ by `npm run generate`. Never edited by hand.
/** Every path of the description, with its operations by verb. The typed wire (`WireClient`) goes by it. */
export interface paths {
    "/auth": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log in with a password
         * @description Exchanges an account id (e-mail address or user name) and a password for an access token, valid for 3600 seconds, and a refresh token. With two-factor authentication the first answer is 403 with the error `PX200`, whose `meta` holds a `login_token`; send that token, with the one-time password in the header `X-Electricimp-OTP-Token`, in a second call. Wrong credentials are answered 401. The token is tied to the IP address that asks for it. Each repetition leaves one more refresh token. Unconfirmed: the media type of the answers.
         */
        post: operations["login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get an access token
         * @description Exchanges a refresh token or a login key for an access token, valid for 3600 seconds. Neither is used up, so the call may be repeated; there is no new refresh token. A session from a login key reaches everything but account management. An unknown or deleted token or key is answered 404. Unconfirmed: that a login key of an account with two-factor authentication can be answered 403 with the error `PX200`; the media type of the answers.
         */
        post: operations["createAccessToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List accounts
         * @description Lists the caller's own account and the accounts that share something with it. There is no filter.
         */
        get: operations["listAccounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{account_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the account, or `me` for the caller's own.
                 * @example me
                 */
                account_id: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        /**
         * Get an account
         * @description Reads one account, or the caller's own one if the id is `me`. Of another account, the caller gets only what it may see, such as the user name. The caller's own id tells its objects from shared ones.
         */
        get: operations["getAccount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/me/login_keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List login keys
         * @description Lists the login keys of the caller's account, which are ten at most.
         */
        get: operations["listLoginKeys"];
        put?: never;
        /**
         * Create a login key
         * @description Creates a login key, whose id is the secret to hand out. The password of the account is needed, whichever way the access token was obtained. An eleventh login key is refused with the error `Account Limit Reached`. A repetition creates another login key.
         */
        post: operations["createLoginKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/me/login_keys/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The login key. Its id is the secret itself, 16 hexadecimal digits.
                 * @example 3f9a1c07d2b8e645
                 */
                key: components["parameters"]["LoginKeyId"];
            };
            cookie?: never;
        };
        /**
         * Get a login key
         * @description Reads one login key, with how often and from where it has been used.
         */
        get: operations["getLoginKey"];
        put?: never;
        post?: never;
        /**
         * Delete a login key
         * @description Deletes a login key, so that it can no longer be exchanged for access tokens. The password of the account is needed.
         */
        delete: operations["deleteLoginKey"];
        options?: never;
        head?: never;
        /**
         * Update a login key
         * @description Changes the description of a login key. The password of the account is needed.
         */
        patch: operations["updateLoginKey"];
        trace?: never;
    };
    "/accounts/me/refresh_tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List refresh tokens
         * @description Lists the active refresh tokens of the caller's account.
         */
        get: operations["listRefreshTokens"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/me/refresh_tokens/{refresh_token_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the refresh token, as in the list. Whether it is the token itself is unconfirmed.
                 * @example 7c1e5a902b4d8f36
                 */
                refresh_token_id: components["parameters"]["RefreshTokenId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a refresh token
         * @description Deletes a refresh token, so that it gives no further access tokens. Access tokens that it has given stay valid until they expire.
         */
        delete: operations["deleteRefreshToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List products
         * @description Lists the products of the caller, and those of other accounts that have given the caller access. Set `filter[owner.id]` to see those of one account only. The order is undefined.
         */
        get: operations["listProducts"];
        put?: never;
        /**
         * Create a product
         * @description Creates a product with a name of 1 to 80 characters, unique among the products of its owner. The owner is the caller; it can be another account if that account has permitted it. A repetition fails with the error `Duplicate Resource`.
         */
        post: operations["createProduct"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/products/{product_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the product.
                 * @example 0d6f2b7c-91a4-3e58-c7d0-5b8e14f2a936
                 */
                product_id: components["parameters"]["ProductId"];
            };
            cookie?: never;
        };
        /**
         * Get a product
         * @description Reads one product.
         */
        get: operations["getProduct"];
        put?: never;
        post?: never;
        /**
         * Delete a product
         * @description Deletes a product. It must not have device groups any more, otherwise the call fails with the error `Dependent Devicegroups Exist`.
         */
        delete: operations["deleteProduct"];
        options?: never;
        head?: never;
        /**
         * Update a product
         * @description Changes the name or the description of a product. What is left out stays as it is.
         */
        patch: operations["updateProduct"];
        trace?: never;
    };
    "/devicegroups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List device groups
         * @description Lists device groups. Filters combine with AND. The order is undefined.
         */
        get: operations["listDeviceGroups"];
        put?: never;
        /**
         * Create a device group
         * @description Creates a device group of one of seven types in a product. Its name has 1 to 80 characters and is unique in the product. A fixture device group needs a production target and a DUT target of its own stage in the same product, so create those first. All types but development need production rights, otherwise the call fails with the error `Invalid Permission`. A repetition fails with the error `Duplicate Resource`.
         */
        post: operations["createDeviceGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/devicegroups/{devicegroup_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the device group.
                 * @example 83b5d1f0-6c27-9e4a-05fb-d2a7938c61e4
                 */
                devicegroup_id: components["parameters"]["DeviceGroupId"];
            };
            cookie?: never;
        };
        /**
         * Get a device group
         * @description Reads one device group. Its devices are found with the filter `filter[devicegroup.id]` of the devices.
         */
        get: operations["getDeviceGroup"];
        put?: never;
        post?: never;
        /**
         * Delete a device group
         * @description Deletes a device group and its deployments. It must not have devices or flagged deployments, and must not be the target of a fixture device group.
         */
        delete: operations["deleteDeviceGroup"];
        options?: never;
        head?: never;
        /**
         * Update a device group
         * @description Changes a device group; its type must be given and cannot be changed. What is left out stays as it is. Environment variables are replaced as a whole; only the owner may change them. Unconfirmed: that they are not merged.
         */
        patch: operations["updateDeviceGroup"];
        trace?: never;
    };
    "/devicegroups/{devicegroup_id}/restart": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the device group.
                 * @example 83b5d1f0-6c27-9e4a-05fb-d2a7938c61e4
                 */
                devicegroup_id: components["parameters"]["DeviceGroupId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restart a device group
         * @description Restarts all devices of the device group and their agents at once, with the current deployment. The running code is not asked first. Each repetition restarts them again.
         */
        post: operations["restartDeviceGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/devicegroups/{devicegroup_id}/conditional_restart": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the device group.
                 * @example 83b5d1f0-6c27-9e4a-05fb-d2a7938c61e4
                 */
                devicegroup_id: components["parameters"]["DeviceGroupId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restart a device group conditionally
         * @description Restarts at once those devices of the device group that run code older than its minimum supported deployment. The running code of the others is told about the new code and may choose its moment. A repetition changes nothing for devices that have restarted.
         */
        post: operations["conditionalRestartDeviceGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/devicegroups/{devicegroup_id}/relationships/devices": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the device group.
                 * @example 83b5d1f0-6c27-9e4a-05fb-d2a7938c61e4
                 */
                devicegroup_id: components["parameters"]["DeviceGroupId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add devices to a device group
         * @description Assigns devices to the device group, or moves them there from another one. The call is not atomic: some devices may be assigned although it fails. Only development and fixture device groups take devices by hand; a blessed device can be moved between production device groups of the same product. The agents restart and the devices load the code of the device group at once. The service also takes one device in place of the array. Unconfirmed: a repetition restarts the devices and does no other harm.
         */
        post: operations["addDevicesToDeviceGroup"];
        /**
         * Remove devices from a device group
         * @description Unassigns devices from the device group; they are then in no device group, and without an agent. The call is not atomic: some devices may be unassigned although it fails. Devices that are in the device group no longer give errors with the inner status 404. For a production device group the unbond key is needed, and each device in the body, even an unknown one, counts against the unbond rate limit; the devices turn back into development devices, and have to be blessed again before they can return. The service also takes one device in place of the array.
         */
        delete: operations["removeDevicesFromDeviceGroup"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/devicegroups/{devicegroup_id}/relationships/min_supported_deployment": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the device group.
                 * @example 83b5d1f0-6c27-9e4a-05fb-d2a7938c61e4
                 */
                devicegroup_id: components["parameters"]["DeviceGroupId"];
            };
            cookie?: never;
        };
        get?: never;
        /**
         * Set the minimum supported deployment of a device group
         * @description Raises the minimum supported deployment, which decides what a conditional restart does, to a newer deployment of the same device group. It cannot be lowered. Unconfirmed: whether setting the present one again is an error.
         */
        put: operations["setMinSupportedDeploymentOfDeviceGroup"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List devices
         * @description Lists devices. Filters combine with AND. To find the devices that are in no device group, set `filter[devicegroup.owner.id]` to `null`. The order is undefined.
         */
        get: operations["listDevices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/devices/{device}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The device, by its id (`5000d8c46a56cfca`), its MAC address (`0c:2a:69:05:0d:62`) or the id of its agent (`T1oUmIZ3At_N`), which it keeps while it is in no device group.
                 * @example 5000d8c46a56cfca
                 */
                device: components["parameters"]["DeviceId"];
            };
            cookie?: never;
        };
        /**
         * Get a device
         * @description Reads one device, with the attributes that lists leave out.
         */
        get: operations["getDevice"];
        put?: never;
        post?: never;
        /**
         * Delete a device
         * @description Removes a device from the account. Unassign it from its device group first. Production devices are refused. Unconfirmed: a deleted development device comes back to the account at its next connection.
         */
        delete: operations["deleteDevice"];
        options?: never;
        head?: never;
        /**
         * Update a device
         * @description Renames a device. An empty name or null clears the name.
         */
        patch: operations["updateDevice"];
        trace?: never;
    };
    "/devices/{device}/restart": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The device, by its id (`5000d8c46a56cfca`), its MAC address (`0c:2a:69:05:0d:62`) or the id of its agent (`T1oUmIZ3At_N`), which it keeps while it is in no device group.
                 * @example 5000d8c46a56cfca
                 */
                device: components["parameters"]["DeviceId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restart a device
         * @description Restarts the device and its agent at once, with the current deployment of its device group. The running code is not asked first. A device in no device group cannot be restarted. Each repetition restarts it again.
         */
        post: operations["restartDevice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/devices/{device}/conditional_restart": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The device, by its id (`5000d8c46a56cfca`), its MAC address (`0c:2a:69:05:0d:62`) or the id of its agent (`T1oUmIZ3At_N`), which it keeps while it is in no device group.
                 * @example 5000d8c46a56cfca
                 */
                device: components["parameters"]["DeviceId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restart a device conditionally
         * @description Restarts the device at once if it runs code older than the minimum supported deployment of its device group. Otherwise the running code is told about the new code and may choose its moment. A device in no device group cannot be restarted. A repetition changes nothing for a device that has restarted.
         */
        post: operations["conditionalRestartDevice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/devices/{device}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The device, by its id (`5000d8c46a56cfca`), its MAC address (`0c:2a:69:05:0d:62`) or the id of its agent (`T1oUmIZ3At_N`), which it keeps while it is in no device group.
                 * @example 5000d8c46a56cfca
                 */
                device: components["parameters"]["DeviceId"];
            };
            cookie?: never;
        };
        /**
         * List historical log entries of a device
         * @description Lists what the device, its agent and the service have logged for this device, newest first. There are at most 1000 entries; old ones expire after a time that is not stated. The service may answer all at once or in pages: follow `links.next` if it is there.
         */
        get: operations["listDeviceLogs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/deployments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List deployments
         * @description Lists deployments, without their code. Filters combine with AND. The order is undefined. Unconfirmed: that `filter[flagged]` takes `any` besides `true` and `false`.
         */
        get: operations["listDeployments"];
        put?: never;
        /**
         * Create a deployment
         * @description Compiles device code and agent code and deploys them to a device group, where the deployment becomes the current one. Devices that are connected run it after a restart. Code that does not compile is answered with the error `CX005`, whose `meta` holds the messages of the compiler. The compiler's warnings come in `meta` of the answer. A repetition creates another deployment, which becomes the current one; compare the `sha` to find out.
         */
        post: operations["createDeployment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/deployments/{deployment_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the deployment.
                 * @example c94e0a62-1f7d-83b6-2ea5-60d9b7f4c318
                 */
                deployment_id: components["parameters"]["DeploymentId"];
            };
            cookie?: never;
        };
        /**
         * Get a deployment
         * @description Reads one deployment, with its code.
         */
        get: operations["getDeployment"];
        put?: never;
        post?: never;
        /**
         * Delete a deployment
         * @description Deletes a deployment. A flagged one is refused with the error `Resource Flagged`; so is the minimum supported deployment of its device group, and any newer one.
         */
        delete: operations["deleteDeployment"];
        options?: never;
        head?: never;
        /**
         * Update a deployment
         * @description Changes the description, the flag or the tags of a deployment. What is left out stays as it is. The code cannot be changed; create a new deployment instead.
         */
        patch: operations["updateDeployment"];
        trace?: never;
    };
    "/logstream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create a log stream
         * @description Creates a log stream, to be opened within two minutes at the URL in the answer; after that its id is revoked, and a new log stream is needed. An account has at most eight log streams; a ninth one closes the oldest at once. So a repetition of this call costs an older stream. There is no call to delete a log stream: close its connection.
         */
        post: operations["createLogStream"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/logstream/{logstream_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the log stream. Take the whole URL from `attributes.url` of the stream instead of building it.
                 * @example f1b6a0d97e2c4835
                 */
                logstream_id: components["parameters"]["LogStreamId"];
            };
            cookie?: never;
        };
        /**
         * Open a log stream
         * @description Opens a log stream and receives its events until either side drops the connection. A log stream belongs to one connection, and is gone when that ends: the id of a stream that is gone, or that was not opened within two minutes, is revoked. The first event is a `state_change` that says `opened`; add devices after that. An access token is not required. Unconfirmed: the effect of an expired one, and whether entries that came while there was no connection are sent later; fetch them from the historical log entries.
         */
        get: operations["openLogStream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/logstream/{logstream_id}/{device}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the log stream. Take the whole URL from `attributes.url` of the stream instead of building it.
                 * @example f1b6a0d97e2c4835
                 */
                logstream_id: components["parameters"]["LogStreamId"];
                /**
                 * @description The device, by its id (`5000d8c46a56cfca`), its MAC address (`0c:2a:69:05:0d:62`) or the id of its agent (`T1oUmIZ3At_N`), which it keeps while it is in no device group.
                 * @example 5000d8c46a56cfca
                 */
                device: components["parameters"]["DeviceId"];
            };
            cookie?: never;
        };
        get?: never;
        /**
         * Add a device to a log stream
         * @description Adds a device to a log stream that is open; an event `state_change` confirms it. While the stream is not open, the call fails. At most eight devices are streamed at a time; a ninth one pushes out the one that was added first. The body is the bare reference, without `data`.
         */
        put: operations["addDeviceToLogStream"];
        post?: never;
        /**
         * Remove a device from a log stream
         * @description Removes a device from a log stream, which stays open; an event `state_change` confirms it. The body may be left out.
         */
        delete: operations["removeDeviceFromLogStream"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List webhooks
         * @description Lists webhooks, those of one device group if `filter[devicegroup.id]` is set. The order is undefined.
         */
        get: operations["listWebhooks"];
        put?: never;
        /**
         * Create a webhook
         * @description Creates a webhook for one event in one device group. From then on impCloud calls the URL at each such event, until the webhook is changed or deleted. Any type of device group takes any event, but `blessing` and `blinkup` happen in production and pre-production device groups only. A URL that is not acceptable fails with the error `Invalid URL`. No repetition, signature or time limit of the deliveries is known. A repetition of this call creates a second webhook, and each event is then delivered twice.
         */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{webhook_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the webhook.
                 * @example 5ae7c3d2-08b9-4f16-d3c1-97e0a4b2586f
                 */
                webhook_id: components["parameters"]["WebhookId"];
            };
            cookie?: never;
        };
        /**
         * Get a webhook
         * @description Reads one webhook.
         */
        get: operations["getWebhook"];
        put?: never;
        post?: never;
        /**
         * Delete a webhook
         * @description Deletes a webhook, so that impCloud no longer calls its URL.
         */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        /**
         * Update a webhook
         * @description Changes the URL or the content type of a webhook. What is left out stays as it is. The event and the device group cannot be changed.
         */
        patch: operations["updateWebhook"];
        trace?: never;
    };
}
export interface webhooks {
    blessing: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Device blessed
         * @description Sent when a device under test in a production or pre-production device group was blessed. The body is written as the webhook's `content_type` says. No time limit, repetition or signature is known: expect the delivery once or not at all, and unsigned. Unconfirmed: the names of the fields in a form.
         */
        post: operations["onBlessing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    blinkup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Device activated
         * @description Sent when a device in a production or pre-production device group was activated by BlinkUp. The body is written as the webhook's `content_type` says. No time limit, repetition or signature is known: expect the delivery once or not at all, and unsigned. Unconfirmed: the names of the fields in a form.
         */
        post: operations["onBlinkup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    deployment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Code deployed
         * @description Sent when code was deployed to the device group of the webhook. The body is written as the webhook's `content_type` says. No time limit, repetition or signature is known: expect the delivery once or not at all, and unsigned. Unconfirmed: the names of the fields in a form.
         */
        post: operations["onDeployment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
/** What the description names, above all `components['schemas']`: every object of the API. */
export interface components {
    schemas: {
        /** @description A message of the compiler, in the `meta` of the error `CX005` or of a warning. */
        CompileMessage: {
            /**
             * @description `agent_code` or `device_code`.
             * @example device_code
             */
            file?: string;
            /**
             * @description Line, counted from 1. A number or a string of digits.
             * @example 3
             */
            row?: unknown;
            /**
             * @description Column, counted from 1. A number or a string of digits.
             * @example 14
             */
            column?: unknown;
            /**
             * @description Kind of message, such as `error`.
             * @example error
             */
            type?: string;
            /**
             * @description What the compiler says.
             * @example expression expected
             */
            text?: string;
        };
        /** @description The `meta` of the error `PX200`: the password was right, and a one-time password is needed too. */
        LoginChallenge: {
            /**
             * @description Stands for the id and password in the second step of the log-in.
             * @example bG9naW4tdG9rZW4tb2YtYW4tZXhhbXBsZQ
             */
            login_token: string;
            /**
             * Format: date-time
             * @description When the login token stops working, within minutes.
             * @example 2026-05-01T09:05:00.000Z
             */
            expires_at?: string;
        };
        /** @description Something to know about a call that succeeded. It has the form of an error object, with a `code` of the family `WA`. */
        WarningObject: {
            /**
             * @description `WA` and three digits. No code is on record; that of the example is made up.
             * @example WA001
             */
            code?: string;
            /**
             * @description The HTTP status as text.
             * @example 201
             */
            status?: string;
            /**
             * @description Short name of the warning.
             * @example Unsupported Library Version
             */
            title?: string;
            /**
             * @description Explanation for people.
             * @example The library Example:1.0.0 is no longer supported.
             */
            detail?: string;
            source?: components["schemas"]["ErrorSource"];
            /** @description Further facts; an array of `CompileMessage` where the warning is the compiler's. */
            meta?: unknown;
        };
        /** @description Data of the event `message` in the JSON format. The device and the time come under one of two names each: `device_id` and `ts` have been recorded, `deviceid` and `timestamp` have been documented. Accept both. */
        LogStreamMessage: {
            /**
             * @description Id of the device.
             * @example 5000d8c46a56cfca
             */
            device_id?: string;
            /**
             * @description Id of the device, under its documented name.
             * @example 5000d8c46a56cfca
             */
            deviceid?: string;
            /**
             * Format: date-time
             * @description When the entry was logged.
             * @example 2026-05-01T09:00:00.123Z
             */
            ts?: string;
            /**
             * Format: date-time
             * @description When the entry was logged, under its documented name.
             * @example 2026-05-01T09:00:00.123Z
             */
            timestamp?: string;
            /**
             * @description Where the device belongs, such as `development`, `production` or `factory`.
             * @example development
             */
            log_type?: string;
            /**
             * @description Kind of entry, such as `server.log` or `agent.log`.
             * @example server.log
             */
            type: string;
            /**
             * @description The message. It may have several lines. An error names its place as `device_code:12` or `agent_code:12`.
             * @example Boot
             */
            msg: string;
        };
        /** @description Data of the event `state_change` in the JSON format. */
        LogStreamStateChange: {
            state: components["schemas"]["LogStreamState"];
            /**
             * @description The device that was subscribed or unsubscribed. Unconfirmed: the name of this property.
             * @example 5000d8c46a56cfca
             */
            device_id?: string;
        };
        /** @description The first, and mostly the only, step of a log-in. */
        PasswordLogin: {
            /**
             * @description E-mail address or user name of the account.
             * @example dora@example.com
             */
            id: string;
            /**
             * Format: password
             * @description Password of the account.
             * @example correct horse battery staple
             */
            password: string;
        };
        /** @description The second step of a two-factor log-in. */
        OneTimePasswordLogin: {
            /**
             * @description The `login_token` in the `meta` of the error `PX200`.
             * @example bG9naW4tdG9rZW4tb2YtYW4tZXhhbXBsZQ
             */
            login_token: string;
        };
        /** @description The first or the second step of a log-in. */
        LoginRequest: components["schemas"]["PasswordLogin"] | components["schemas"]["OneTimePasswordLogin"];
        /** @description The part of the request that caused the error. */
        ErrorSource: {
            /**
             * @description Name of the URL parameter at fault.
             * @example devicegroup_id
             */
            parameter?: string;
            /**
             * @description Place in the request body.
             * @example /data/attributes/name
             */
            pointer?: string;
        };
        /** @description One error. No property is certain to be there. */
        ErrorObject: {
            /**
             * @description Two letters for the family (`VX`, `CX`, `NF`, `PX`, `XX`) and, as far as seen, three digits. There is no public list of codes: only `NF001`, `CX005`, `PX100` and `PX200` are on record, and all other codes in this description and its examples are made up. The section "Error codes" of the introduction lists them.
             * @example NF001
             */
            code?: string;
            /**
             * @description The HTTP status as text. Inside an error of one device it may differ from the status of the response.
             * @example 404
             */
            status?: string;
            /**
             * @description Short name of the error.
             * @example Resource Not Found
             */
            title?: string;
            /**
             * @description Explanation for people.
             * @example There is no such product.
             */
            detail?: string;
            source?: components["schemas"]["ErrorSource"];
            /** @description Further facts; the form depends on `code`. With `CX005` (the code does not compile) an array of `CompileMessage`, with `PX200` (a one-time password is needed) a `LoginChallenge`. */
            meta?: unknown;
        };
        /** @description The body of a failed call. Usually there is one error; operations on several devices give one for each device that failed. */
        ErrorDocument: {
            /** @description The errors, at least one. */
            errors: components["schemas"]["ErrorObject"][];
        };
        /** @description An access token, and a refresh token to get the next ones with. */
        TokenPair: {
            /**
             * @description Opaque token for the `Authorization` header. It works only from the IP address that asked for it, for one hour.
             * @example YWNjZXNzLXRva2VuLW9mLWFuLWV4YW1wbGU
             */
            access_token: string;
            /**
             * Format: int32
             * @description Lifetime of the access token in seconds.
             * @example 3600
             */
            expires_in: number;
            /**
             * Format: date-time
             * @description When the access token expires.
             * @example 2026-05-01T10:00:00.000Z
             */
            expires_at: string;
            /**
             * @description Token of 64 hexadecimal digits to exchange for further access tokens, again and again. No expiry is known. Unconfirmed: an account has at most five of them at a time.
             * @example b7e4d90a15c2386f7b0e4d1a9c6325f8e07b4a1d9c5f2836e0b7d4a19c6f2583
             */
            refresh_token: string;
        };
        /** @description A refresh token to exchange for an access token. */
        RefreshTokenExchange: {
            /**
             * @description The refresh token.
             * @example b7e4d90a15c2386f7b0e4d1a9c6325f8e07b4a1d9c5f2836e0b7d4a19c6f2583
             */
            token: string;
        };
        /** @description A login key to exchange for an access token. */
        LoginKeyExchange: {
            /**
             * @description The login key.
             * @example 3f9a1c07d2b8e645
             */
            key: string;
        };
        /** @description What to exchange for an access token. */
        AccessTokenRequest: components["schemas"]["RefreshTokenExchange"] | components["schemas"]["LoginKeyExchange"];
        /** @description An access token without a refresh token. */
        AccessToken: {
            /**
             * @description Opaque token for the `Authorization` header. It works only from the IP address that asked for it, for one hour.
             * @example YWNjZXNzLXRva2VuLW9mLWFuLWV4YW1wbGU
             */
            access_token: string;
            /**
             * Format: int32
             * @description Lifetime of the access token in seconds.
             * @example 3600
             */
            expires_in: number;
            /**
             * Format: date-time
             * @description When the access token expires.
             * @example 2026-05-01T11:00:00.000Z
             */
            expires_at: string;
        };
        /** @description Absolute URLs of an object. */
        ResourceLinks: {
            /**
             * Format: uri
             * @description The object itself.
             * @example https://api.electricimp.com/v5/products/0d6f2b7c-91a4-3e58-c7d0-5b8e14f2a936
             */
            self?: string;
        };
        /** @description The account's own data. Of another account, the caller gets only what it may see, such as its name. */
        AccountAttributes: {
            /**
             * @description User name. Absent where the caller may not see it.
             * @example dora
             */
            readonly username?: string;
            /**
             * @description E-mail address. Unconfirmed: whether it is given of other accounts.
             * @example dora@example.com
             */
            readonly email?: string;
            /**
             * @description Kind of contract. Values that start with `ent` are those of paying accounts. Unconfirmed: other values.
             * @example enterprise
             */
            readonly tier?: string;
        };
        /** @description An account of a person or a company. It cannot be changed by this API. */
        Account: {
            /**
             * @description Always `account`.
             * @example account
             * @constant
             */
            type: "account";
            /**
             * @description Id of the account.
             * @example 2b9d7e14-c0a3-5f68-91db-e47a0c3f852d
             */
            readonly id: string;
            links?: components["schemas"]["ResourceLinks"];
            attributes: components["schemas"]["AccountAttributes"];
        };
        /** @description Absolute URLs of pages of a list. They keep the filters and the page size of the call. While the list changes, an object may appear on two pages. */
        PageLinks: {
            /**
             * Format: uri
             * @description The first page.
             * @example https://api.electricimp.com/v5/products?page%5Bnumber%5D=1&page%5Bsize%5D=20
             */
            first?: string;
            /**
             * Format: uri
             * @description This page.
             * @example https://api.electricimp.com/v5/products?page%5Bnumber%5D=2&page%5Bsize%5D=20
             */
            self?: string;
            /**
             * Format: uri
             * @description The next page. Absent on the last one. Unconfirmed: the last page may name itself; stop there too.
             * @example https://api.electricimp.com/v5/products?page%5Bnumber%5D=3&page%5Bsize%5D=20
             */
            next?: string;
        };
        /** @description A page of accounts. */
        AccountList: {
            /** @description The accounts of this page. It may be empty. */
            data: components["schemas"]["Account"][];
            links: components["schemas"]["PageLinks"];
            /** @description Warnings, if there are any, as an array of `WarningObject` or an object that holds one. */
            meta?: unknown;
        };
        /** @description Envelope of one account. */
        AccountDocument: {
            data: components["schemas"]["Account"];
            /** @description Warnings, if there are any, as an array of `WarningObject` or an object that holds one. */
            meta?: unknown;
        };
        /** @description The login key's own data. */
        LoginKeyAttributes: {
            /**
             * @description Free text. Empty when unset.
             * @example Nightly report
             */
            description: string | null;
            /**
             * Format: int32
             * @description How often the key has been exchanged for an access token.
             * @example 2
             */
            readonly usages: number;
            /**
             * @description IP address of the last use. Empty or null until then.
             * @example 203.0.113.17
             */
            readonly last_ip?: string | null;
            /**
             * @description `User-Agent` header of the last use. Empty or null until then.
             * @example nightly-report/1.0
             */
            readonly last_user_agent?: string | null;
            /**
             * Format: date-time
             * @description When the key was last used. Unconfirmed: null until then.
             * @example 2026-04-30T02:00:00.951Z
             */
            readonly last_used_at?: string | null;
            /**
             * Format: date-time
             * @description When the key was created.
             * @example 2026-04-14T15:41:10.377Z
             */
            readonly created_at: string;
        };
        /** @description A secret that gives access to the account without its password. */
        LoginKey: {
            /**
             * @description Always `login_key`.
             * @example login_key
             * @constant
             */
            type: "login_key";
            /**
             * @description The login key itself, a secret of 16 hexadecimal digits.
             * @example 3f9a1c07d2b8e645
             */
            readonly id: string;
            links?: components["schemas"]["ResourceLinks"];
            attributes: components["schemas"]["LoginKeyAttributes"];
        };
        /** @description A page of login keys. */
        LoginKeyList: {
            /** @description The login keys of this page. It may be empty. */
            data: components["schemas"]["LoginKey"][];
            links: components["schemas"]["PageLinks"];
            /** @description Warnings, if there are any, as an array of `WarningObject` or an object that holds one. */
            meta?: unknown;
        };
        /** @description Data of a login key to be created. */
        LoginKeyCreateAttributes: {
            /**
             * @description Free text, or null.
             * @example Nightly report
             */
            description?: string | null | undefined;
        };
        /** @description A login key to be created. */
        LoginKeyCreate: {
            /**
             * @description Always `login_key`.
             * @example login_key
             * @constant
             */
            type: "login_key";
            attributes?: components["schemas"]["LoginKeyCreateAttributes"] | undefined;
        };
        /** @description Envelope of a login key to be created. */
        LoginKeyCreateDocument: {
            data: components["schemas"]["LoginKeyCreate"];
        };
        /** @description Envelope of one login key. */
        LoginKeyDocument: {
            data: components["schemas"]["LoginKey"];
            /** @description Warnings, if there are any, as an array of `WarningObject` or an object that holds one. */
            meta?: unknown;
        };
        /** @description Data of a login key to be changed. */
        LoginKeyUpdateAttributes: {
            /**
             * @description Free text. An empty string or null clears it.
             * @example Nightly and weekly reports
             */
            description: string | null;
        };
        /** @description Changes to a login key. */
        LoginKeyUpdate: {
            /**
             * @description Always `login_key`.
             * @example login_key
             * @constant
             */
            type: "login_key";
            /**
             * @description The login key in the path, once more.
             * @example 3f9a1c07d2b8e645
             */
            id: string;
            attributes: components["schemas"]["LoginKeyUpdateAttributes"];
        };
        /** @description Envelope of changes to a login key. */
        LoginKeyUpdateDocument: {
            data: components["schemas"]["LoginKeyUpdate"];
        };
        /** @description The refresh token's own data. Unconfirmed: all of it. */
        RefreshTokenAttributes: {
            /**
             * Format: date-time
             * @description Unconfirmed: when the token was issued.
             * @example 2026-05-01T08:00:00.000Z
             */
            readonly created_at?: string | null;
            /**
             * Format: date-time
             * @description Unconfirmed: when the token stops working.
             * @example 2027-05-01T08:00:00.000Z
             */
            readonly expires_at?: string | null;
            /**
             * Format: date-time
             * @description Unconfirmed: when the token was last used.
             * @example 2026-05-01T09:00:00.000Z
             */
            readonly last_used_at?: string | null;
            /**
             * @description Unconfirmed: IP address of the last use.
             * @example 203.0.113.17
             */
            readonly last_ip?: string | null;
            /**
             * @description Unconfirmed: `User-Agent` header of the last use.
             * @example impcentral
             */
            readonly last_user_agent?: string | null;
        };
        /** @description A token left by a password log-in. Unconfirmed: everything but its id. */
        RefreshToken: {
            /**
             * @description Unconfirmed: presumably `refresh_token`.
             * @example refresh_token
             */
            type?: string;
            /**
             * @description Id to delete the token by. Unconfirmed: whether it is the token itself.
             * @example 7c1e5a902b4d8f36
             */
            readonly id: string;
            links?: components["schemas"]["ResourceLinks"];
            attributes?: components["schemas"]["RefreshTokenAttributes"];
        };
        /** @description A page of refresh tokens. */
        RefreshTokenList: {
            /** @description The refresh tokens of this page. It may be empty. */
            data: components["schemas"]["RefreshToken"][];
            links?: components["schemas"]["PageLinks"];
            /** @description Warnings, if there are any, as an array of `WarningObject` or an object that holds one. */
            meta?: unknown;
        };
        /** @description The product's own data. */
        ProductAttributes: {
            /**
             * @description Name, unique among the products of one owner. Requests may set 1 to 80 characters.
             * @example Smart Fridge
             */
            name: string;
            /**
             * @description Free text. Empty or null when unset. Requests may set up to 255 characters.
             * @example Refrigerator with a door sensor
             */
            description?: string | null;
            /**
             * Format: date-time
             * @description When the product was created.
             * @example 2026-04-14T15:42:23.929Z
             */
            readonly created_at: string;
            /**
             * Format: date-time
             * @description When the product was last changed. At first the same as `created_at`.
             * @example 2026-04-14T15:42:23.929Z
             */
            readonly updated_at?: string;
        };
        /** @description Points to an account. Nothing but its type and id is given. */
        AccountIdentifier: {
            /**
             * @description Always `account`.
             * @example account
             * @constant
             */
            type: "account";
            /**
             * @description Id of the account.
             * @example 2b9d7e14-c0a3-5f68-91db-e47a0c3f852d
             */
            id: string;
        };
        /** @description Objects that the product refers to. */
        ProductRelationships: {
            owner: components["schemas"]["AccountIdentifier"];
            creator: components["schemas"]["AccountIdentifier"];
        };
        /** @description A kind of connected thing; it owns device groups. */
        Product: {
            /**
             * @description Always `product`.
             * @example product
             * @constant
             */
            type: "product";
            /**
             * @description Id of the product.
             * @example 0d6f2b7c-91a4-3e58-c7d0-5b8e14f2a936
             */
            readonly id: string;
            links?: components["schemas"]["ResourceLinks"];
            attributes: components["schemas"]["ProductAttributes"];
            relationships: components["schemas"]["ProductRelationships"];
        };
        /** @description A page of products. */
        ProductList: {
            /** @description The products of this page. It may be empty. */
            data: components["schemas"]["Product"][];
            links: components["schemas"]["PageLinks"];
            /** @description Warnings, if there are any, as an array of `WarningObject` or an object that holds one. */
            meta?: unknown;
        };
        /** @description Data of a product to be created. */
        ProductCreateAttributes: {
            /**
             * @description Name, unique among the products of one owner.
             * @example Smart Fridge
             */
            name: string;
            /**
             * @description Free text, or null.
             * @example Refrigerator with a door sensor
             */
            description?: string | null | undefined;
        };
        /** @description Points to an account. */
        AccountReference: {
            /**
             * @description Always `account`.
             * @example account
             * @constant
             */
            type: "account";
            /**
             * @description Id of the account.
             * @example 2b9d7e14-c0a3-5f68-91db-e47a0c3f852d
             */
            id: string;
        };
        /** @description Objects that a product to be created refers to. */
        ProductCreateRelationships: {
            owner?: components["schemas"]["AccountReference"] | undefined;
        };
        /** @description A product to be created. */
        ProductCreate: {
            /**
             * @description Always `product`.
             * @example product
             * @constant
             */
            type: "product";
            attributes: components["schemas"]["ProductCreateAttributes"];
            relationships?: components["schemas"]["ProductCreateRelationships"] | undefined;
        };
        /** @description Envelope of a product to be created. */
        ProductCreateDocument: {
            data: components["schemas"]["ProductCreate"];
        };
        /** @description Envelope of one product. */
        ProductDocument: {
            data: components["schemas"]["Product"];
            /** @description Warnings, if there are any, as an array of `WarningObject` or an object that holds one. */
            meta?: unknown;
        };
        /** @description Data of a product to be changed. What is left out stays as it is. */
        ProductUpdateAttributes: {
            /**
             * @description Name, unique among the products of one owner.
             * @example Smart Fridge 2
             */
            name?: string | undefined;
            /**
             * @description Free text. An empty string or null clears it.
             * @example Refrigerator with two door sensors
             */
            description?: string | null | undefined;
        };
        /** @description Changes to a product. */
        ProductUpdate: {
            /**
             * @description Always `product`.
             * @example product
             * @constant
             */
            type: "product";
            /**
             * @description The id in the path, once more.
             * @example 0d6f2b7c-91a4-3e58-c7d0-5b8e14f2a936
             */
            id: string;
            attributes: components["schemas"]["ProductUpdateAttributes"];
        };
        /** @description Envelope of changes to a product. */
        ProductUpdateDocument: {
            data: components["schemas"]["ProductUpdate"];
        };
        /**
         * @description The seven types of device groups. The type of a device group cannot be changed.
         * @example development_devicegroup
         * @enum {string}
         */
        DeviceGroupType: "development_devicegroup" | "pre_production_devicegroup" | "production_devicegroup" | "pre_factoryfixture_devicegroup" | "factoryfixture_devicegroup" | "pre_dut_devicegroup" | "dut_devicegroup";
        /**
         * @description Value of an environment variable, a string or a number.
         * @example 60
         */
        EnvVarValue: string | number;
        /** @description The device group's own data. */
        DeviceGroupAttributes: {
            /**
             * @description Name, unique among the device groups of one product. Requests may set 1 to 80 characters.
             * @example Bench
             */
            name: string;
            /**
             * @description Free text. Empty or null when unset. Requests may set up to 255 characters.
             * @example Boards on the bench in room 4
             */
            description?: string | null;
            /**
             * @description Region of the devices; empty or null when unset. Unconfirmed: the possible values.
             * @example emea
             */
            region?: string | null;
            /**
             * @description Environment variables of the code; empty or null when unset.
             * @example {
             *       "interval": 60,
             *       "endpoint": "https://example.com/readings"
             *     }
             */
            env_vars?: {
                [key: string]: components["schemas"]["EnvVarValue"];
            } | null;
            /**
             * Format: date-time
             * @description When the device group was created.
             * @example 2026-04-14T15:43:02.118Z
             */
            readonly created_at: string;
            /**
             * Format: date-time
             * @description When the device group was last changed.
             * @example 2026-04-20T09:12:55.640Z
             */
            readonly updated_at: string;
        };
        /** @description Points to a product. */
        ProductIdentifier: {
            /**
             * @description Always `product`.
             * @example product
             * @constant
             */
            type: "product";
            /**
             * @description Id of the product.
             * @example 0d6f2b7c-91a4-3e58-c7d0-5b8e14f2a936
             */
            id: string;
        };
        /** @description Points to a deployment. */
        DeploymentIdentifier: {
            /**
             * @description Always `deployment`.
             * @example deployment
             * @constant
             */
            type: "deployment";
            /**
             * @description Id of the deployment.
             * @example c94e0a62-1f7d-83b6-2ea5-60d9b7f4c318
             */
            id: string;
        };
        /** @description Objects that the device group refers to. The deployments are absent until there is a first one: the newest becomes the current one, and the first also the minimum supported one. */
        DeviceGroupRelationships: {
            product: components["schemas"]["ProductIdentifier"];
            owner: components["schemas"]["AccountIdentifier"];
            creator: components["schemas"]["AccountIdentifier"];
            current_deployment?: components["schemas"]["DeploymentIdentifier"];
            min_supported_deployment?: components["schemas"]["DeploymentIdentifier"];
        };
        /** @description A device group for the development of application firmware. Devices are assigned to it by hand. */
        DevelopmentDeviceGroup: {
            /**
             * @description Type of the device group; the other properties depend on it.
             * @enum {string}
             */
            type: "development_devicegroup";
            /**
             * @description Id of the device group.
             * @example 83b5d1f0-6c27-9e4a-05fb-d2a7938c61e4
             */
            readonly id: string;
            links?: components["schemas"]["ResourceLinks"];
            attributes: components["schemas"]["DeviceGroupAttributes"];
            relationships: components["schemas"]["DeviceGroupRelationships"];
        };
        /** @description The own data of a production or pre-production device group. */
        ProductionDeviceGroupAttributes: {
            /**
             * @description Name, unique among the device groups of one product. Requests may set 1 to 80 characters.
             * @example Bench
             */
            name: string;
            /**
             * @description Free text. Empty or null when unset. Requests may set up to 255 characters.
             * @example Boards on the bench in room 4
             */
            description?: string | null;
            /**
             * @description Region of the devices; empty or null when unset. Unconfirmed: the possible values.
             * @example emea
             */
            region?: string | null;
            /**
             * @description Environment variables of the code; empty or null when unset.
             * @example {
             *       "interval": 60,
             *       "endpoint": "https://example.com/readings"
             *     }
             */
            env_vars?: {
                [key: string]: components["schemas"]["EnvVarValue"];
            } | null;
            /**
             * @description Whether a device loads its code straight after blessing (true, the default), or at its next connection, as part of BlinkUp (false).
             * @example true
             */
            load_code_after_blessing?: boolean;
            /**
             * Format: date-time
             * @description When the device group was created.
             * @example 2026-04-14T15:43:02.118Z
             */
            readonly created_at: string;
            /**
             * Format: date-time
             * @description When the device group was last changed.
             * @example 2026-04-20T09:12:55.640Z
             */
            readonly updated_at: string;
        };
        /** @description A device group for rehearsing production. Devices get in by being blessed under a pre-factory fixture. */
        PreProductionDeviceGroup: {
            /**
             * @description Type of the device group; the other properties depend on it.
             * @enum {string}
             */
            type: "pre_production_devicegroup";
            /**
             * @description Id of the device group.
             * @example e70c36d9-2b8f-41a5-d6e1-38a5f90b7c24
             */
            readonly id: string;
            links?: components["schemas"]["ResourceLinks"];
            attributes: components["schemas"]["ProductionDeviceGroupAttributes"];
            relationships: components["schemas"]["DeviceGroupRelationships"];
        };
        /** @description A device group for shipped products. Devices get in by being blessed under a factory fixture. */
        ProductionDeviceGroup: {
            /**
             * @description Type of the device group; the other properties depend on it.
             * @enum {string}
             */
            type: "production_devicegroup";
            /**
             * @description Id of the device group.
             * @example 4ef1a8b3-d572-06c9-8e3b-f19d2c60a745
             */
            readonly id: string;
            links?: components["schemas"]["ResourceLinks"];
            attributes: components["schemas"]["ProductionDeviceGroupAttributes"];
            relationships: components["schemas"]["DeviceGroupRelationships"];
        };
        /** @description Points to a pre-production device group. */
        PreProductionDeviceGroupIdentifier: {
            /**
             * @description Always `pre_production_devicegroup`.
             * @example pre_production_devicegroup
             * @constant
             */
            type: "pre_production_devicegroup";
            /**
             * @description Id of the device group.
             * @example e70c36d9-2b8f-41a5-d6e1-38a5f90b7c24
             */
            id: string;
        };
        /** @description Points to a rehearsal device group for devices under test. */
        PreDutDeviceGroupIdentifier: {
            /**
             * @description Always `pre_dut_devicegroup`.
             * @example pre_dut_devicegroup
             * @constant
             */
            type: "pre_dut_devicegroup";
            /**
             * @description Id of the device group.
             * @example 6b2e90f7-c48d-1a35-97f6-0dc3e8a1b529
             */
            id: string;
        };
        /** @description Objects that the pre-factory fixture device group refers to. The deployments are absent until there is a first one: the newest becomes the current one, and the first also the minimum supported one. */
        PreFactoryFixtureDeviceGroupRelationships: {
            product: components["schemas"]["ProductIdentifier"];
            owner: components["schemas"]["AccountIdentifier"];
            creator: components["schemas"]["AccountIdentifier"];
            current_deployment?: components["schemas"]["DeploymentIdentifier"];
            min_supported_deployment?: components["schemas"]["DeploymentIdentifier"];
            production_target: components["schemas"]["PreProductionDeviceGroupIdentifier"];
            dut_target: components["schemas"]["PreDutDeviceGroupIdentifier"];
        };
        /** @description A device group for rehearsing the firmware of BlinkUp fixtures. Devices are assigned to it by hand. */
        PreFactoryFixtureDeviceGroup: {
            /**
             * @description Type of the device group; the other properties depend on it.
             * @enum {string}
             */
            type: "pre_factoryfixture_devicegroup";
            /**
             * @description Id of the device group.
             * @example d2476f8b-19ec-a053-b84f-05e7ca31d960
             */
            readonly id: string;
            links?: components["schemas"]["ResourceLinks"];
            attributes: components["schemas"]["DeviceGroupAttributes"];
            relationships: components["schemas"]["PreFactoryFixtureDeviceGroupRelationships"];
        };
        /** @description Points to a production device group. */
        ProductionDeviceGroupIdentifier: {
            /**
             * @description Always `production_devicegroup`.
             * @example production_devicegroup
             * @constant
             */
            type: "production_devicegroup";
            /**
             * @description Id of the device group.
             * @example 4ef1a8b3-d572-06c9-8e3b-f19d2c60a745
             */
            id: string;
        };
        /** @description Points to a device group for devices under test. */
        DutDeviceGroupIdentifier: {
            /**
             * @description Always `dut_devicegroup`.
             * @example dut_devicegroup
             * @constant
             */
            type: "dut_devicegroup";
            /**
             * @description Id of the device group.
             * @example a1d84f6e-307c-b295-4c0d-72be95e1f83a
             */
            id: string;
        };
        /** @description Objects that the factory fixture device group refers to. The deployments are absent until there is a first one: the newest becomes the current one, and the first also the minimum supported one. */
        FactoryFixtureDeviceGroupRelationships: {
            product: components["schemas"]["ProductIdentifier"];
            owner: components["schemas"]["AccountIdentifier"];
            creator: components["schemas"]["AccountIdentifier"];
            current_deployment?: components["schemas"]["DeploymentIdentifier"];
            min_supported_deployment?: components["schemas"]["DeploymentIdentifier"];
            production_target: components["schemas"]["ProductionDeviceGroupIdentifier"];
            dut_target: components["schemas"]["DutDeviceGroupIdentifier"];
        };
        /** @description A device group for the BlinkUp fixtures of a factory. Devices are assigned to it by hand. */
        FactoryFixtureDeviceGroup: {
            /**
             * @description Type of the device group; the other properties depend on it.
             * @enum {string}
             */
            type: "factoryfixture_devicegroup";
            /**
             * @description Id of the device group.
             * @example 9c5a0d27-e8f1-6b43-70d2-c4b6189f3ea5
             */
            readonly id: string;
            links?: components["schemas"]["ResourceLinks"];
            attributes: components["schemas"]["DeviceGroupAttributes"];
            relationships: components["schemas"]["FactoryFixtureDeviceGroupRelationships"];
        };
        /** @description A device group for rehearsing the firmware of devices under test. Devices get in through a pre-factory fixture. */
        PreDutDeviceGroup: {
            /**
             * @description Type of the device group; the other properties depend on it.
             * @enum {string}
             */
            type: "pre_dut_devicegroup";
            /**
             * @description Id of the device group.
             * @example 6b2e90f7-c48d-1a35-97f6-0dc3e8a1b529
             */
            readonly id: string;
            links?: components["schemas"]["ResourceLinks"];
            attributes: components["schemas"]["DeviceGroupAttributes"];
            relationships: components["schemas"]["DeviceGroupRelationships"];
        };
        /** @description A device group for devices under test in a factory. Devices get in through a factory fixture. */
        DutDeviceGroup: {
            /**
             * @description Type of the device group; the other properties depend on it.
             * @enum {string}
             */
            type: "dut_devicegroup";
            /**
             * @description Id of the device group.
             * @example a1d84f6e-307c-b295-4c0d-72be95e1f83a
             */
            readonly id: string;
            links?: components["schemas"]["ResourceLinks"];
            attributes: components["schemas"]["DeviceGroupAttributes"];
            relationships: components["schemas"]["DeviceGroupRelationships"];
        };
        /** @description A set of devices that run the same code, in one of seven types. */
        DeviceGroup: components["schemas"]["DevelopmentDeviceGroup"] | components["schemas"]["PreProductionDeviceGroup"] | components["schemas"]["ProductionDeviceGroup"] | components["schemas"]["PreFactoryFixtureDeviceGroup"] | components["schemas"]["FactoryFixtureDeviceGroup"] | components["schemas"]["PreDutDeviceGroup"] | components["schemas"]["DutDeviceGroup"];
        /** @description A page of device groups. */
        DeviceGroupList: {
            /** @description The device groups of this page. It may be empty. */
            data: components["schemas"]["DeviceGroup"][];
            links: components["schemas"]["PageLinks"];
            /** @description Warnings, if there are any, as an array of `WarningObject` or an object that holds one. */
            meta?: unknown;
        };
        /**
         * @description Environment variables of the code. A name starts with a letter, has letters and digits only and at most 100 characters. The JSON text of all of them has at most 16000 bytes. They take effect after a new deployment and a restart.
         * @example {
         *       "interval": 60,
         *       "endpoint": "https://example.com/readings"
         *     }
         */
        EnvVars: {
            [key: string]: components["schemas"]["EnvVarValue"];
        };
        /** @description Data of a device group to be created. */
        DeviceGroupCreateAttributes: {
            /**
             * @description Name, unique among the device groups of one product.
             * @example Bench
             */
            name: string;
            /**
             * @description Free text, or null.
             * @example Boards on the bench in room 4
             */
            description?: string | null | undefined;
            env_vars?: components["schemas"]["EnvVars"] | undefined;
        };
        /** @description Points to a product. */
        ProductReference: {
            /**
             * @description Always `product`.
             * @example product
             * @constant
             */
            type: "product";
            /**
             * @description Id of the product.
             * @example 0d6f2b7c-91a4-3e58-c7d0-5b8e14f2a936
             */
            id: string;
        };
        /** @description Objects that a device group to be created refers to. */
        DeviceGroupCreateRelationships: {
            product: components["schemas"]["ProductReference"];
        };
        /** @description A development device group to be created. */
        DevelopmentDeviceGroupCreate: {
            /**
             * @description Type of the device group; the other properties depend on it.
             * @enum {string}
             */
            type: "development_devicegroup";
            attributes: components["schemas"]["DeviceGroupCreateAttributes"];
            relationships: components["schemas"]["DeviceGroupCreateRelationships"];
        };
        /** @description Data of a production or pre-production device group to be created. */
        ProductionDeviceGroupCreateAttributes: {
            /**
             * @description Name, unique among the device groups of one product.
             * @example Bench
             */
            name: string;
            /**
             * @description Free text, or null.
             * @example Boards on the bench in room 4
             */
            description?: string | null | undefined;
            /**
             * @description Region of the devices, or null. It cannot be changed later. Unconfirmed: the possible values.
             * @example emea
             */
            region?: string | null | undefined;
            env_vars?: components["schemas"]["EnvVars"] | undefined;
        };
        /** @description A pre-production device group to be created. */
        PreProductionDeviceGroupCreate: {
            /**
             * @description Type of the device group; the other properties depend on it.
             * @enum {string}
             */
            type: "pre_production_devicegroup";
            attributes: components["schemas"]["ProductionDeviceGroupCreateAttributes"];
            relationships: components["schemas"]["DeviceGroupCreateRelationships"];
        };
        /** @description A production device group to be created. */
        ProductionDeviceGroupCreate: {
            /**
             * @description Type of the device group; the other properties depend on it.
             * @enum {string}
             */
            type: "production_devicegroup";
            attributes: components["schemas"]["ProductionDeviceGroupCreateAttributes"];
            relationships: components["schemas"]["DeviceGroupCreateRelationships"];
        };
        /** @description Points to a pre-production device group. */
        PreProductionDeviceGroupReference: {
            /**
             * @description Always `pre_production_devicegroup`.
             * @example pre_production_devicegroup
             * @constant
             */
            type: "pre_production_devicegroup";
            /**
             * @description Id of the device group.
             * @example e70c36d9-2b8f-41a5-d6e1-38a5f90b7c24
             */
            id: string;
        };
        /** @description Points to a rehearsal device group for devices under test. */
        PreDutDeviceGroupReference: {
            /**
             * @description Always `pre_dut_devicegroup`.
             * @example pre_dut_devicegroup
             * @constant
             */
            type: "pre_dut_devicegroup";
            /**
             * @description Id of the device group.
             * @example 6b2e90f7-c48d-1a35-97f6-0dc3e8a1b529
             */
            id: string;
        };
        /** @description Objects that a pre-factory fixture device group to be created refers to. The targets must be in the same product. */
        PreFactoryFixtureDeviceGroupCreateRelationships: {
            product: components["schemas"]["ProductReference"];
            production_target: components["schemas"]["PreProductionDeviceGroupReference"];
            dut_target: components["schemas"]["PreDutDeviceGroupReference"];
        };
        /** @description A pre-factory fixture device group to be created. */
        PreFactoryFixtureDeviceGroupCreate: {
            /**
             * @description Type of the device group; the other properties depend on it.
             * @enum {string}
             */
            type: "pre_factoryfixture_devicegroup";
            attributes: components["schemas"]["DeviceGroupCreateAttributes"];
            relationships: components["schemas"]["PreFactoryFixtureDeviceGroupCreateRelationships"];
        };
        /** @description Points to a production device group. */
        ProductionDeviceGroupReference: {
            /**
             * @description Always `production_devicegroup`.
             * @example production_devicegroup
             * @constant
             */
            type: "production_devicegroup";
            /**
             * @description Id of the device group.
             * @example 4ef1a8b3-d572-06c9-8e3b-f19d2c60a745
             */
            id: string;
        };
        /** @description Points to a device group for devices under test. */
        DutDeviceGroupReference: {
            /**
             * @description Always `dut_devicegroup`.
             * @example dut_devicegroup
             * @constant
             */
            type: "dut_devicegroup";
            /**
             * @description Id of the device group.
             * @example a1d84f6e-307c-b295-4c0d-72be95e1f83a
             */
            id: string;
        };
        /** @description Objects that a factory fixture device group to be created refers to. The targets must be in the same product. */
        FactoryFixtureDeviceGroupCreateRelationships: {
            product: components["schemas"]["ProductReference"];
            production_target: components["schemas"]["ProductionDeviceGroupReference"];
            dut_target: components["schemas"]["DutDeviceGroupReference"];
        };
        /** @description A factory fixture device group to be created. */
        FactoryFixtureDeviceGroupCreate: {
            /**
             * @description Type of the device group; the other properties depend on it.
             * @enum {string}
             */
            type: "factoryfixture_devicegroup";
            attributes: components["schemas"]["DeviceGroupCreateAttributes"];
            relationships: components["schemas"]["FactoryFixtureDeviceGroupCreateRelationships"];
        };
        /** @description A pre-DUT device group to be created. */
        PreDutDeviceGroupCreate: {
            /**
             * @description Type of the device group; the other properties depend on it.
             * @enum {string}
             */
            type: "pre_dut_devicegroup";
            attributes: components["schemas"]["DeviceGroupCreateAttributes"];
            relationships: components["schemas"]["DeviceGroupCreateRelationships"];
        };
        /** @description A DUT device group to be created. */
        DutDeviceGroupCreate: {
            /**
             * @description Type of the device group; the other properties depend on it.
             * @enum {string}
             */
            type: "dut_devicegroup";
            attributes: components["schemas"]["DeviceGroupCreateAttributes"];
            relationships: components["schemas"]["DeviceGroupCreateRelationships"];
        };
        /** @description A device group to be created, in one of seven types. */
        DeviceGroupCreate: components["schemas"]["DevelopmentDeviceGroupCreate"] | components["schemas"]["PreProductionDeviceGroupCreate"] | components["schemas"]["ProductionDeviceGroupCreate"] | components["schemas"]["PreFactoryFixtureDeviceGroupCreate"] | components["schemas"]["FactoryFixtureDeviceGroupCreate"] | components["schemas"]["PreDutDeviceGroupCreate"] | components["schemas"]["DutDeviceGroupCreate"];
        /** @description Envelope of a device group to be created. */
        DeviceGroupCreateDocument: {
            data: components["schemas"]["DeviceGroupCreate"];
        };
        /** @description Envelope of one device group. */
        DeviceGroupDocument: {
            data: components["schemas"]["DeviceGroup"];
            /** @description Warnings, if there are any, as an array of `WarningObject` or an object that holds one. */
            meta?: unknown;
        };
        /** @description Data of a device group to be changed. What is left out stays as it is. */
        DeviceGroupUpdateAttributes: {
            /**
             * @description Name, unique among the device groups of one product.
             * @example Bench
             */
            name?: string | undefined;
            /**
             * @description Free text. An empty string or null clears it.
             * @example Boards on the bench in room 4
             */
            description?: string | null | undefined;
            env_vars?: components["schemas"]["EnvVars"] | undefined;
        };
        /** @description Changes to a development device group. */
        DevelopmentDeviceGroupUpdate: {
            /**
             * @description Type of the device group; the other properties depend on it.
             * @enum {string}
             */
            type: "development_devicegroup";
            /**
             * @description The id in the path, once more.
             * @example 83b5d1f0-6c27-9e4a-05fb-d2a7938c61e4
             */
            id: string;
            attributes: components["schemas"]["DeviceGroupUpdateAttributes"];
        };
        /** @description Data of a production or pre-production device group to be changed. What is left out stays as it is. */
        ProductionDeviceGroupUpdateAttributes: {
            /**
             * @description Name, unique among the device groups of one product.
             * @example Bench
             */
            name?: string | undefined;
            /**
             * @description Free text. An empty string or null clears it.
             * @example Boards on the bench in room 4
             */
            description?: string | null | undefined;
            /**
             * @description Whether a device loads its code straight after blessing (true, the default), or at its next connection, as part of BlinkUp (false).
             * @example true
             */
            load_code_after_blessing?: boolean | undefined;
            env_vars?: components["schemas"]["EnvVars"] | undefined;
        };
        /** @description Changes to a pre-production device group. */
        PreProductionDeviceGroupUpdate: {
            /**
             * @description Type of the device group; the other properties depend on it.
             * @enum {string}
             */
            type: "pre_production_devicegroup";
            /**
             * @description The id in the path, once more.
             * @example e70c36d9-2b8f-41a5-d6e1-38a5f90b7c24
             */
            id: string;
            attributes: components["schemas"]["ProductionDeviceGroupUpdateAttributes"];
        };
        /** @description Changes to a production device group. */
        ProductionDeviceGroupUpdate: {
            /**
             * @description Type of the device group; the other properties depend on it.
             * @enum {string}
             */
            type: "production_devicegroup";
            /**
             * @description The id in the path, once more.
             * @example 4ef1a8b3-d572-06c9-8e3b-f19d2c60a745
             */
            id: string;
            attributes: components["schemas"]["ProductionDeviceGroupUpdateAttributes"];
        };
        /** @description New targets of a pre-factory fixture device group. */
        PreFactoryFixtureDeviceGroupUpdateRelationships: {
            production_target?: components["schemas"]["PreProductionDeviceGroupReference"] | undefined;
            dut_target?: components["schemas"]["PreDutDeviceGroupReference"] | undefined;
        };
        /** @description Changes to a pre-factory fixture device group. */
        PreFactoryFixtureDeviceGroupUpdate: {
            /**
             * @description Type of the device group; the other properties depend on it.
             * @enum {string}
             */
            type: "pre_factoryfixture_devicegroup";
            /**
             * @description The id in the path, once more.
             * @example d2476f8b-19ec-a053-b84f-05e7ca31d960
             */
            id: string;
            attributes: components["schemas"]["DeviceGroupUpdateAttributes"];
            relationships?: components["schemas"]["PreFactoryFixtureDeviceGroupUpdateRelationships"] | undefined;
        };
        /** @description New targets of a factory fixture device group. */
        FactoryFixtureDeviceGroupUpdateRelationships: {
            production_target?: components["schemas"]["ProductionDeviceGroupReference"] | undefined;
            dut_target?: components["schemas"]["DutDeviceGroupReference"] | undefined;
        };
        /** @description Changes to a factory fixture device group. */
        FactoryFixtureDeviceGroupUpdate: {
            /**
             * @description Type of the device group; the other properties depend on it.
             * @enum {string}
             */
            type: "factoryfixture_devicegroup";
            /**
             * @description The id in the path, once more.
             * @example 9c5a0d27-e8f1-6b43-70d2-c4b6189f3ea5
             */
            id: string;
            attributes: components["schemas"]["DeviceGroupUpdateAttributes"];
            relationships?: components["schemas"]["FactoryFixtureDeviceGroupUpdateRelationships"] | undefined;
        };
        /** @description Changes to a pre-DUT device group. */
        PreDutDeviceGroupUpdate: {
            /**
             * @description Type of the device group; the other properties depend on it.
             * @enum {string}
             */
            type: "pre_dut_devicegroup";
            /**
             * @description The id in the path, once more.
             * @example 6b2e90f7-c48d-1a35-97f6-0dc3e8a1b529
             */
            id: string;
            attributes: components["schemas"]["DeviceGroupUpdateAttributes"];
        };
        /** @description Changes to a DUT device group. */
        DutDeviceGroupUpdate: {
            /**
             * @description Type of the device group; the other properties depend on it.
             * @enum {string}
             */
            type: "dut_devicegroup";
            /**
             * @description The id in the path, once more.
             * @example a1d84f6e-307c-b295-4c0d-72be95e1f83a
             */
            id: string;
            attributes: components["schemas"]["DeviceGroupUpdateAttributes"];
        };
        /** @description Changes to a device group of one of the seven types. */
        DeviceGroupUpdate: components["schemas"]["DevelopmentDeviceGroupUpdate"] | components["schemas"]["PreProductionDeviceGroupUpdate"] | components["schemas"]["ProductionDeviceGroupUpdate"] | components["schemas"]["PreFactoryFixtureDeviceGroupUpdate"] | components["schemas"]["FactoryFixtureDeviceGroupUpdate"] | components["schemas"]["PreDutDeviceGroupUpdate"] | components["schemas"]["DutDeviceGroupUpdate"];
        /** @description Envelope of changes to a device group. */
        DeviceGroupUpdateDocument: {
            data: components["schemas"]["DeviceGroupUpdate"];
        };
        /** @description Points to a device. */
        DeviceReference: {
            /**
             * @description Always `device`.
             * @example device
             * @constant
             */
            type: "device";
            /**
             * @description Id of the device, or its MAC address, or the id of its agent.
             * @example 5000d8c46a56cfca
             */
            id: string;
        };
        /** @description Envelope of devices to assign or to unassign. */
        DeviceReferenceList: {
            /** @description The devices. The service also takes a single one in place of the array. */
            data: readonly components["schemas"]["DeviceReference"][];
        };
        /** @description Points to a deployment. */
        DeploymentReference: {
            /**
             * @description Always `deployment`.
             * @example deployment
             * @constant
             */
            type: "deployment";
            /**
             * @description Id of the deployment.
             * @example c94e0a62-1f7d-83b6-2ea5-60d9b7f4c318
             */
            id: string;
        };
        /** @description Envelope of a reference to a deployment. */
        DeploymentReferenceDocument: {
            data: components["schemas"]["DeploymentReference"];
        };
        /** @description An object of any type. */
        Resource: {
            /**
             * @description Type of the object.
             * @example development_devicegroup
             */
            type: string;
            /**
             * @description Id of the object.
             * @example 83b5d1f0-6c27-9e4a-05fb-d2a7938c61e4
             */
            id: string;
            links?: components["schemas"]["ResourceLinks"];
            /** @description The object's own data. */
            attributes?: {
                [key: string]: unknown;
            };
            /** @description Objects that it refers to. */
            relationships?: {
                [key: string]: unknown;
            };
        };
        /** @description Envelope of an object of any type. */
        ResourceDocument: {
            data?: components["schemas"]["Resource"];
        };
        /** @description The device's own data. In lists, `swversion`, `plan_id` and `free_memory` may be missing; read the single device to get them. */
        DeviceAttributes: {
            /**
             * @description Name, or null if the device has never been named. The limit of its length is unconfirmed.
             * @example Bench 3
             */
            name: string | null;
            /**
             * @description Id of the device's agent; null while the device is in no device group. It belongs to the device and its plan: the same id comes back at every later assignment, whatever the device group. Only a new plan gives a new one.
             * @example T1oUmIZ3At_N
             */
            readonly agent_id: string | null;
            /**
             * Format: uri
             * @description URL of the device's agent, on the public impCloud `https://agent.electricimp.com/` and the agent's id; null while the device is in no device group.
             * @example https://agent.electricimp.com/T1oUmIZ3At_N
             */
            readonly agent_url: string | null;
            /**
             * @description Whether the device is connected. May lag behind reality.
             * @example true
             */
            readonly device_online: boolean;
            /**
             * Format: date-time
             * @description When `device_online` last changed.
             * @example 2026-05-01T08:31:07.214Z
             */
            readonly device_state_changed_at?: string | null;
            /**
             * @description Whether the agent runs. False while the device is in no device group.
             * @example true
             */
            readonly agent_running: boolean;
            /**
             * Format: date-time
             * @description When `agent_running` last changed.
             * @example 2026-05-01T08:31:06.870Z
             */
            readonly agent_state_changed_at?: string | null;
            /**
             * Format: date-time
             * @description When the device was last enrolled by BlinkUp. Null if never.
             * @example 2026-03-20T11:05:48.002Z
             */
            readonly last_enrolled_at?: string | null;
            /**
             * @description Model of the imp, such as `imp001`. Unconfirmed: names of other models.
             * @example imp003
             */
            readonly imp_type: string;
            /**
             * @description Public IPv4 address that the device last connected from.
             * @example 203.0.113.17
             */
            readonly ip_address?: string | null;
            /**
             * @description MAC address.
             * @example 0c:2a:69:05:0d:62
             */
            readonly mac_address: string;
            /**
             * Format: int64
             * @description Free memory of the device. Unconfirmed: the unit, presumably bytes.
             * @example 84720
             */
            readonly free_memory?: number | null;
            /**
             * Format: int32
             * @description Signal strength of the wireless network in dBm.
             * @example -51
             */
            readonly rssi?: number | null;
            /**
             * @description Version of impOS on the device.
             * @example 5c3fd21 - release-42.6 - Mon Mar 2 09:14:27 2026 - production
             */
            readonly swversion?: string | null;
            /**
             * @description Id of the plan under which the device was enrolled.
             * @example a6d01f2c97e483b5
             */
            readonly plan_id?: string | null;
        };
        /** @description Points to a device group, by its concrete type. */
        DeviceGroupIdentifier: {
            type: components["schemas"]["DeviceGroupType"];
            /**
             * @description Id of the device group.
             * @example 83b5d1f0-6c27-9e4a-05fb-d2a7938c61e4
             */
            id: string;
        };
        /** @description Objects that the device refers to. `product` and `devicegroup` are absent while it is in no device group. */
        DeviceRelationships: {
            owner: components["schemas"]["AccountIdentifier"];
            creator?: components["schemas"]["AccountIdentifier"];
            product?: components["schemas"]["ProductIdentifier"];
            devicegroup?: components["schemas"]["DeviceGroupIdentifier"];
        };
        /** @description An imp device of the account. */
        Device: {
            /**
             * @description Always `device`.
             * @example device
             * @constant
             */
            type: "device";
            /**
             * @description Id of the device, 16 hexadecimal digits. Newer imps have four digits and the MAC address, an imp001 card another value.
             * @example 5000d8c46a56cfca
             */
            readonly id: string;
            links?: components["schemas"]["ResourceLinks"];
            attributes: components["schemas"]["DeviceAttributes"];
            relationships: components["schemas"]["DeviceRelationships"];
        };
        /** @description A page of devices. */
        DeviceList: {
            /** @description The devices of this page. It may be empty. */
            data: components["schemas"]["Device"][];
            links: components["schemas"]["PageLinks"];
            /** @description Warnings, if there are any, as an array of `WarningObject` or an object that holds one. */
            meta?: unknown;
        };
        /** @description Envelope of one device. */
        DeviceDocument: {
            data: components["schemas"]["Device"];
            /** @description Warnings, if there are any, as an array of `WarningObject` or an object that holds one. */
            meta?: unknown;
        };
        /** @description Data of a device to be changed. */
        DeviceUpdateAttributes: {
            /**
             * @description Name. An empty string or null clears it. The limit of its length is unconfirmed.
             * @example Bench 3
             */
            name: string | null;
        };
        /** @description Changes to a device. */
        DeviceUpdate: {
            /**
             * @description Always `device`.
             * @example device
             * @constant
             */
            type: "device";
            /**
             * @description The identifier in the path, once more.
             * @example 5000d8c46a56cfca
             */
            id: string;
            attributes: components["schemas"]["DeviceUpdateAttributes"];
        };
        /** @description Envelope of changes to a device. */
        DeviceUpdateDocument: {
            data: components["schemas"]["DeviceUpdate"];
        };
        /** @description One historical log entry. It has no id. */
        LogEntry: {
            /**
             * Format: date-time
             * @description When the entry was logged.
             * @example 2026-05-01T09:00:00.123Z
             */
            ts: string;
            /**
             * @description Kind of entry: `server.log` and `server.error` are the device's, `agent.log` and `agent.error` the agent's, `status` the service's. There are others.
             * @example server.log
             */
            type: string;
            /**
             * @description The message. It may have several lines.
             * @example Boot
             */
            msg: string;
            /**
             * @description Where the device belongs, such as `development`, `production` or `factory`.
             * @example development
             */
            log_type: string;
        };
        /** @description A page of log entries, newest first. */
        LogEntryList: {
            /** @description The log entries, newest first of this page. It may be empty. */
            data: components["schemas"]["LogEntry"][];
            links?: components["schemas"]["PageLinks"];
            /** @description Warnings, if there are any, as an array of `WarningObject` or an object that holds one. */
            meta?: unknown;
        };
        /**
         * @description Which deployments to list by their flag.
         * @example true
         * @enum {string}
         */
        FlaggedFilter: "true" | "false" | "any";
        /** @description The deployment's own data. Lists leave out the code; read the single deployment to get it. */
        DeploymentAttributes: {
            /**
             * @description Squirrel source code of the device. Absent or null in lists.
             * @example server.log("Boot")
             */
            device_code?: string | null;
            /**
             * @description Squirrel source code of the agent. Absent or null in lists.
             * @example server.log("Agent started")
             */
            agent_code?: string | null;
            /**
             * @description Free text.
             * @example Shorter interval
             */
            description?: string | null;
            /**
             * @description Where the code came from, in the words of whoever deployed it.
             * @example git@example.com:fridge.git
             */
            origin?: string | null;
            /**
             * @description Whether the deployment is protected from deletion.
             * @example false
             */
            flagged: boolean;
            /**
             * @description Tags.
             * @example [
             *       "release",
             *       "v1.4"
             *     ]
             */
            tags: string[];
            /**
             * @description Hash of the code, 64 hexadecimal digits. Equal code has equal values. Unconfirmed: that it is SHA-256.
             * @example 9d5f1b3e72a8c604d1e97b35f08a2c46e3b7d9150f6a8c24b1e3d5f7a9082c4e
             */
            readonly sha: string;
            /**
             * Format: date-time
             * @description When the deployment was created. Which of two deployments is newer is decided by this.
             * @example 2026-05-01T08:55:12.402Z
             */
            readonly created_at: string;
            /**
             * Format: date-time
             * @description When the deployment was last changed.
             * @example 2026-05-01T08:55:12.402Z
             */
            readonly updated_at?: string;
        };
        /** @description Objects that the deployment refers to. `devicegroup` is absent if the device group was deleted before 2024. `flagger` is the account that flagged the deployment. Unconfirmed: `flagger`. */
        DeploymentRelationships: {
            devicegroup?: components["schemas"]["DeviceGroupIdentifier"];
            product?: components["schemas"]["ProductIdentifier"];
            owner: components["schemas"]["AccountIdentifier"];
            creator: components["schemas"]["AccountIdentifier"];
            flagger?: components["schemas"]["AccountIdentifier"];
        };
        /** @description One version of device code and agent code, deployed to a device group. */
        Deployment: {
            /**
             * @description Always `deployment`.
             * @example deployment
             * @constant
             */
            type: "deployment";
            /**
             * @description Id of the deployment.
             * @example c94e0a62-1f7d-83b6-2ea5-60d9b7f4c318
             */
            readonly id: string;
            links?: components["schemas"]["ResourceLinks"];
            attributes: components["schemas"]["DeploymentAttributes"];
            relationships: components["schemas"]["DeploymentRelationships"];
        };
        /** @description A page of deployments. */
        DeploymentList: {
            /** @description The deployments of this page. It may be empty. */
            data: components["schemas"]["Deployment"][];
            links: components["schemas"]["PageLinks"];
            /** @description Warnings, if there are any, as an array of `WarningObject` or an object that holds one. */
            meta?: unknown;
        };
        /** @description Data of a deployment to be created. */
        DeploymentCreateAttributes: {
            /**
             * @description Squirrel source code of the device. May be empty. It cannot be changed later.
             * @example server.log("Boot")
             */
            device_code: string;
            /**
             * @description Squirrel source code of the agent. May be empty. It cannot be changed later.
             * @example server.log("Agent started")
             */
            agent_code: string;
            /**
             * @description Free text, or null. Unconfirmed: at most 255 characters.
             * @example Shorter interval
             */
            description?: string | null | undefined;
            /**
             * @description Where the code comes from, in your own words. It cannot be changed later.
             * @example git@example.com:fridge.git
             */
            origin?: string | undefined;
            /**
             * @description Whether to protect the deployment from deletion. The default is false.
             * @example false
             */
            flagged?: boolean | undefined;
            /**
             * @description Tags of letters, digits and the characters `_` `-` `*` `.`; together they have at most 500 characters.
             * @example [
             *       "release",
             *       "v1.4"
             *     ]
             */
            tags?: readonly string[] | undefined;
        };
        /** @description Points to a device group, by its concrete type. */
        DeviceGroupReference: {
            type: components["schemas"]["DeviceGroupType"];
            /**
             * @description Id of the device group.
             * @example 83b5d1f0-6c27-9e4a-05fb-d2a7938c61e4
             */
            id: string;
        };
        /** @description Objects that a deployment to be created refers to. */
        DeploymentCreateRelationships: {
            devicegroup: components["schemas"]["DeviceGroupReference"];
        };
        /** @description A deployment to be created. */
        DeploymentCreate: {
            /**
             * @description Always `deployment`.
             * @example deployment
             * @constant
             */
            type: "deployment";
            attributes: components["schemas"]["DeploymentCreateAttributes"];
            relationships: components["schemas"]["DeploymentCreateRelationships"];
        };
        /** @description Envelope of a deployment to be created. */
        DeploymentCreateDocument: {
            data: components["schemas"]["DeploymentCreate"];
        };
        /** @description Envelope of one deployment. */
        DeploymentDocument: {
            data: components["schemas"]["Deployment"];
            /** @description Warnings, if there are any, as an array of `WarningObject` or an object that holds one. */
            meta?: unknown;
        };
        /** @description Data of a deployment to be changed. What is left out stays as it is. */
        DeploymentUpdateAttributes: {
            /**
             * @description Free text. An empty string or null clears it. Unconfirmed: at most 255 characters.
             * @example Shorter interval
             */
            description?: string | null | undefined;
            /**
             * @description Whether to protect the deployment from deletion.
             * @example true
             */
            flagged?: boolean | undefined;
            /**
             * @description Replaces all tags. A tag has letters, digits and the characters `_` `-` `*` `.`; together they have at most 500 characters.
             * @example [
             *       "release",
             *       "v1.4"
             *     ]
             */
            tags?: readonly string[] | undefined;
        };
        /** @description Changes to a deployment. */
        DeploymentUpdate: {
            /**
             * @description Always `deployment`.
             * @example deployment
             * @constant
             */
            type: "deployment";
            /**
             * @description The id in the path, once more.
             * @example c94e0a62-1f7d-83b6-2ea5-60d9b7f4c318
             */
            id: string;
            attributes: components["schemas"]["DeploymentUpdateAttributes"];
        };
        /** @description Envelope of changes to a deployment. */
        DeploymentUpdateDocument: {
            data: components["schemas"]["DeploymentUpdate"];
        };
        /** @description The log stream's own data. */
        LogStreamAttributes: {
            /**
             * Format: uri
             * @description Where to open the stream and, with a device appended, to add and remove devices. Take it as it is instead of building it from the id: its form may change.
             * @example https://api.electricimp.com/v5/logstream/f1b6a0d97e2c4835
             */
            readonly url: string;
        };
        /** @description A log stream that has been created, and can be opened within two minutes. */
        LogStream: {
            /**
             * @description Always `logstream`.
             * @example logstream
             * @constant
             */
            type: "logstream";
            /**
             * @description Id of the log stream, in no particular form. It is revoked two minutes later if the stream was not opened.
             * @example f1b6a0d97e2c4835
             */
            readonly id: string;
            attributes: components["schemas"]["LogStreamAttributes"];
        };
        /** @description Envelope of a log stream. */
        LogStreamDocument: {
            data: components["schemas"]["LogStream"];
            /** @description Warnings, if there are any, as an array of `WarningObject` or an object that holds one. */
            meta?: unknown;
        };
        /**
         * @description Format of the data of events: `text`, the default, has five values with single spaces between them, `json` has a JSON object.
         * @default text
         * @example json
         * @enum {string}
         */
        LogStreamFormat: "text" | "json";
        /**
         * @description What the webhook waits for: `blessing`, a device became a production device; `blinkup`, a production device was activated; `deployment`, code was deployed to the device group. The first two happen in production and pre-production device groups only.
         * @example deployment
         * @enum {string}
         */
        WebhookEvent: "blessing" | "blinkup" | "deployment";
        /**
         * @description How the body of the calls is written.
         * @default application/json
         * @example application/json
         * @enum {string}
         */
        WebhookContentType: "application/json" | "application/x-www-form-urlencoded";
        /** @description The webhook's own data. */
        WebhookAttributes: {
            /**
             * Format: uri
             * @description Where impCloud calls.
             * @example https://example.com/hooks/imp
             */
            url: string;
            event: components["schemas"]["WebhookEvent"];
            content_type: components["schemas"]["WebhookContentType"];
            /**
             * Format: date-time
             * @description When the webhook was created.
             * @example 2026-04-22T10:20:30.400Z
             */
            readonly created_at: string;
            /**
             * Format: date-time
             * @description When the webhook was last changed.
             * @example 2026-04-22T10:20:30.400Z
             */
            readonly updated_at: string;
        };
        /** @description Objects that the webhook refers to. Unconfirmed: `product` and `owner`. */
        WebhookRelationships: {
            devicegroup?: components["schemas"]["DeviceGroupIdentifier"];
            creator: components["schemas"]["AccountIdentifier"];
            product?: components["schemas"]["ProductIdentifier"];
            owner?: components["schemas"]["AccountIdentifier"];
        };
        /** @description A call that impCloud makes at each event of one kind in one device group. */
        Webhook: {
            /**
             * @description Always `webhook`.
             * @example webhook
             * @constant
             */
            type: "webhook";
            /**
             * @description Id of the webhook.
             * @example 5ae7c3d2-08b9-4f16-d3c1-97e0a4b2586f
             */
            readonly id: string;
            links?: components["schemas"]["ResourceLinks"];
            attributes: components["schemas"]["WebhookAttributes"];
            relationships: components["schemas"]["WebhookRelationships"];
        };
        /** @description A page of webhooks. */
        WebhookList: {
            /** @description The webhooks of this page. It may be empty. */
            data: components["schemas"]["Webhook"][];
            links: components["schemas"]["PageLinks"];
            /** @description Warnings, if there are any, as an array of `WarningObject` or an object that holds one. */
            meta?: unknown;
        };
        /** @description Data of a webhook to be created. The event cannot be changed later. */
        WebhookCreateAttributes: {
            /**
             * Format: uri
             * @description Where impCloud is to call, by http or https.
             * @example https://example.com/hooks/imp
             */
            url: string;
            event: components["schemas"]["WebhookEvent"];
            content_type?: components["schemas"]["WebhookContentType"] | undefined;
        };
        /** @description Objects that a webhook to be created refers to. They cannot be changed later. */
        WebhookCreateRelationships: {
            devicegroup: components["schemas"]["DeviceGroupReference"];
        };
        /** @description A webhook to be created. */
        WebhookCreate: {
            /**
             * @description Always `webhook`.
             * @example webhook
             * @constant
             */
            type: "webhook";
            attributes: components["schemas"]["WebhookCreateAttributes"];
            relationships: components["schemas"]["WebhookCreateRelationships"];
        };
        /** @description Envelope of a webhook to be created. */
        WebhookCreateDocument: {
            data: components["schemas"]["WebhookCreate"];
        };
        /** @description Envelope of one webhook. */
        WebhookDocument: {
            data: components["schemas"]["Webhook"];
            /** @description Warnings, if there are any, as an array of `WarningObject` or an object that holds one. */
            meta?: unknown;
        };
        /** @description Data of a webhook to be changed. What is left out stays as it is. */
        WebhookUpdateAttributes: {
            /**
             * Format: uri
             * @description Where impCloud is to call, by http or https.
             * @example https://example.com/hooks/imp
             */
            url?: string | undefined;
            content_type?: components["schemas"]["WebhookContentType"] | undefined;
        };
        /** @description Changes to a webhook. */
        WebhookUpdate: {
            /**
             * @description Always `webhook`.
             * @example webhook
             * @constant
             */
            type: "webhook";
            /**
             * @description The id in the path, once more.
             * @example 5ae7c3d2-08b9-4f16-d3c1-97e0a4b2586f
             */
            id: string;
            attributes: components["schemas"]["WebhookUpdateAttributes"];
        };
        /** @description Envelope of changes to a webhook. */
        WebhookUpdateDocument: {
            data: components["schemas"]["WebhookUpdate"];
        };
        /** @description A device under test was blessed and so became a production device. */
        BlessingDelivery: {
            /**
             * @description Id of the device, 16 hexadecimal digits.
             * @example 5000d8c46a56cfca
             */
            device_id: string;
            /**
             * @description Id of the imp, 16 hexadecimal digits. It derives from the MAC address, but is not equal to it.
             * @example 0c2a69050d62c3f1
             */
            imp_id: string;
        };
        /** @description A production device was activated by BlinkUp. */
        BlinkupDelivery: {
            /**
             * @description Id of the device, the same as in the delivery of its blessing.
             * @example 5000d8c46a56cfca
             */
            device_id: string;
            /**
             * @description Id of the plan under which the device was enrolled.
             * @example a6d01f2c97e483b5
             */
            plan_id: string;
            /**
             * @description The enrollment token.
             * @example d4f7a02e
             */
            token: string;
        };
        /** @description Code was deployed to the device group. Unconfirmed: all properties. */
        DeploymentDelivery: {
            [key: string]: unknown;
        };
        /**
         * @description What became of the stream: `opened`, it is ready; `subscribed`, a device was added; `unsubscribed`, a device was removed, by request or because a ninth one was added; `closed`, the service ends the stream.
         * @example subscribed
         * @enum {string}
         */
        LogStreamState: "opened" | "subscribed" | "unsubscribed" | "closed";
    };
    responses: {
        /** @description Any other failure (mostly family XX). */
        AuthUnexpectedError: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorDocument"];
            };
        };
        /** @description An access token and a refresh token. Unconfirmed: the status. */
        TokenPairResponse: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TokenPair"];
            };
        };
        /** @description The input is wrong (family VX). */
        AuthBadRequest: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorDocument"];
            };
        };
        /** @description The id, the password or the one-time password is wrong (family PX). */
        WrongCredentials: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorDocument"];
            };
        };
        /** @description The credentials are right, but a one-time password is needed too: error `PX200`, whose `meta` is a `LoginChallenge`. */
        OneTimePasswordRequired: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorDocument"];
            };
        };
        /** @description The `Content-Type` of the request is wrong (family XX). */
        AuthUnsupportedMediaType: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorDocument"];
            };
        };
        /** @description Too many calls (family XX). Repeat the call after one second. */
        AuthTooManyRequests: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorDocument"];
            };
        };
        /** @description An access token. Unconfirmed: the status. */
        AccessTokenResponse: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["AccessToken"];
            };
        };
        /** @description The refresh token or login key does not exist, or no longer does (family NF). */
        UnknownCredential: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorDocument"];
            };
        };
        /** @description Any other failure (mostly family XX). */
        UnexpectedError: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["ErrorDocument"];
            };
        };
        /** @description A page of accounts. Unconfirmed: the status. */
        AccountListResponse: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["AccountList"];
            };
        };
        /** @description The input is wrong (family VX), or, where the service answers so, a business rule forbids the call (CX). */
        BadRequest: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["ErrorDocument"];
            };
        };
        /** @description The access token is missing, unknown or expired (family PX). Unconfirmed: the same for a token of another IP address. */
        Unauthorized: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["ErrorDocument"];
            };
        };
        /** @description The caller may see the object, but not do this to it (mostly family PX). */
        Forbidden: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["ErrorDocument"];
            };
        };
        /** @description The bucket of the account is empty (family XX). Repeat the call after one second. */
        TooManyRequests: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["ErrorDocument"];
            };
        };
        /** @description The account. Unconfirmed: the status. */
        AccountResponse: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["AccountDocument"];
            };
        };
        /** @description There is no such object, or the caller cannot see it (family NF). A malformed id is answered in the same way. */
        NotFound: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["ErrorDocument"];
            };
        };
        /** @description A page of login keys. Unconfirmed: the status. */
        LoginKeyListResponse: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["LoginKeyList"];
            };
        };
        /** @description The new login key. Unconfirmed: the status. */
        LoginKeyCreatedResponse: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["LoginKeyDocument"];
            };
        };
        /** @description The account has ten login keys (family CX). Unconfirmed: whether the service answers 409 or 400. */
        LoginKeyLimitReached: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["ErrorDocument"];
            };
        };
        /** @description The `Content-Type` of the request is wrong (family XX). */
        UnsupportedMediaType: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["ErrorDocument"];
            };
        };
        /** @description The login key. Unconfirmed: the status. */
        LoginKeyResponse: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["LoginKeyDocument"];
            };
        };
        /** @description Done. The body is empty. Unconfirmed: the status. */
        NoContent: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description A page of refresh tokens. Unconfirmed: the status. */
        RefreshTokenListResponse: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["RefreshTokenList"];
            };
        };
        /** @description A page of products. Unconfirmed: the status. */
        ProductListResponse: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["ProductList"];
            };
        };
        /** @description The new product. */
        ProductCreatedResponse: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["ProductDocument"];
            };
        };
        /** @description A business rule forbids the call in the present state, for example because the name is taken (family CX). Unconfirmed: whether the service answers 409 or 400. */
        Conflict: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["ErrorDocument"];
            };
        };
        /** @description The product. Unconfirmed: the status. */
        ProductResponse: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["ProductDocument"];
            };
        };
        /** @description The product has device groups (family CX). Unconfirmed: whether the service answers 409 or 400. */
        ProductNotEmpty: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["ErrorDocument"];
            };
        };
        /** @description A page of device groups. Unconfirmed: the status. */
        DeviceGroupListResponse: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["DeviceGroupList"];
            };
        };
        /** @description The new device group. Unconfirmed: the status. */
        DeviceGroupCreatedResponse: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["DeviceGroupDocument"];
            };
        };
        /** @description The device group. Unconfirmed: the status. */
        DeviceGroupResponse: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["DeviceGroupDocument"];
            };
        };
        /** @description The device group has devices or flagged deployments, or is the target of a fixture device group (family CX). Unconfirmed: whether the service answers 409 or 400. */
        DeviceGroupInUse: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["ErrorDocument"];
            };
        };
        /** @description The restart is on its way. The body is empty. Unconfirmed: whether the status is 202 or 204. */
        DeviceGroupRestartAccepted: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description The restart is on its way. The body is empty. Unconfirmed: whether the status is 204 or 202. */
        DeviceGroupRestartDone: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description All devices are assigned. The body is empty. */
        DevicesAssigned: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description Some devices could not be assigned; there is one error for each of them. The others have been assigned all the same. Unconfirmed: the status. */
        DevicesRejected: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["ErrorDocument"];
            };
        };
        /** @description All devices are unassigned. The body is empty. Unconfirmed: the status. */
        DevicesUnassigned: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                "X-RateLimit-Unbond-Limit": components["headers"]["UnbondLimit"];
                "X-RateLimit-Unbond-Reset": components["headers"]["UnbondReset"];
                "X-RateLimit-Unbond-Remaining": components["headers"]["UnbondRemaining"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description Some devices could not be unassigned, for example because they are not in the device group; there is one error for each of them. The others have been unassigned all the same. */
        DevicesNotUnassigned: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                "X-RateLimit-Unbond-Limit": components["headers"]["UnbondLimit"];
                "X-RateLimit-Unbond-Reset": components["headers"]["UnbondReset"];
                "X-RateLimit-Unbond-Remaining": components["headers"]["UnbondRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["ErrorDocument"];
            };
        };
        /** @description The bucket of the account, or that for taking devices out of production device groups, is empty (family XX). The headers tell which. */
        UnbondLimitReached: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                "X-RateLimit-Unbond-Limit": components["headers"]["UnbondLimit"];
                "X-RateLimit-Unbond-Reset": components["headers"]["UnbondReset"];
                "X-RateLimit-Unbond-Remaining": components["headers"]["UnbondRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["ErrorDocument"];
            };
        };
        /** @description The minimum is raised. Unconfirmed: the status, and whether there is a body and of which form. */
        MinSupportedDeploymentResponse: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["ResourceDocument"];
            };
        };
        /** @description The deployment is older than the present minimum, or belongs to another device group (family CX). Unconfirmed: whether the service answers 409 or 400. */
        DeploymentTooOld: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["ErrorDocument"];
            };
        };
        /** @description A page of devices. Unconfirmed: the status. */
        DeviceListResponse: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["DeviceList"];
            };
        };
        /** @description The device. Unconfirmed: the status. */
        DeviceResponse: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["DeviceDocument"];
            };
        };
        /** @description The device is in a device group, or is a production device (family CX). Unconfirmed: whether the service refuses at all, and with 409 or 400. */
        DeviceAssigned: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["ErrorDocument"];
            };
        };
        /** @description The restart is on its way. The body is empty. Unconfirmed: whether the status is 202 or 204. */
        DeviceRestartAccepted: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description The restart is on its way. The body is empty. Unconfirmed: whether the status is 204 or 202. */
        DeviceRestartDone: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description The device is in no device group (family CX). Unconfirmed: whether the service answers 409 or 400. */
        DeviceUnassigned: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["ErrorDocument"];
            };
        };
        /** @description Log entries, newest first. Unconfirmed: the status. */
        LogEntryListResponse: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["LogEntryList"];
            };
        };
        /** @description A page of deployments. Unconfirmed: the status. */
        DeploymentListResponse: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["DeploymentList"];
            };
        };
        /** @description The new deployment. It may come with warnings of the compiler. Unconfirmed: the status. */
        DeploymentCreatedResponse: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["DeploymentDocument"];
            };
        };
        /** @description The code does not compile (`CX005`, with the messages of the compiler in `meta`), or the input is wrong (VX). */
        CompilationFailed: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["ErrorDocument"];
            };
        };
        /** @description The deployment. Unconfirmed: the status. */
        DeploymentResponse: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["DeploymentDocument"];
            };
        };
        /** @description The deployment is flagged, or is the minimum supported one of its device group or newer (family CX). Unconfirmed: whether the service answers 409 or 400. */
        DeploymentInUse: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["ErrorDocument"];
            };
        };
        /** @description The new log stream. Unconfirmed: whether the status is 200 or 201. */
        LogStreamResponse: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["LogStreamDocument"];
            };
        };
        /** @description The new log stream. Unconfirmed: whether the status is 201 or 200. */
        LogStreamCreatedResponse: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["LogStreamDocument"];
            };
        };
        /**
         * @description Server-sent events, without end. An event `message` has a log entry as its data, an event `state_change` a change of the stream itself.
         *     In the text format, `message` has five fields with single spaces between them: `{device_id} {timestamp} {log_type} {type} {message}`; the last one takes the rest, spaces and line breaks included. `state_change` says `opened` (the stream is ready), `subscribed {device_id}`, `unsubscribed {device_id}` (by request, or because a ninth device was added) or `closed` (the service ends the stream). Unconfirmed: in some versions the device comes before the word.
         *     In the JSON format, the data are a `LogStreamMessage` and a `LogStreamStateChange`.
         *     An event may also have an `id`, and `retry`, the milliseconds to wait before connecting again. A message of several lines comes as several `data` lines. Entries may come out of the order of their times, and several may have the same time. Unconfirmed: a comment line comes about every 30 seconds of silence; the stream may also end without `closed`; the status.
         */
        EventStreamResponse: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "text/event-stream": string;
            };
        };
        /** @description The log stream is not open yet, or no longer (family CX). Unconfirmed: whether the service answers 409 or 400. */
        LogStreamNotOpen: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["ErrorDocument"];
            };
        };
        /** @description A page of webhooks. Unconfirmed: the status. */
        WebhookListResponse: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["WebhookList"];
            };
        };
        /** @description The new webhook. Unconfirmed: the status. */
        WebhookCreatedResponse: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["WebhookDocument"];
            };
        };
        /** @description The input is wrong, for example the URL (family VX). */
        WebhookRejected: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["ErrorDocument"];
            };
        };
        /** @description The webhook. Unconfirmed: the status. */
        WebhookResponse: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.api+json": components["schemas"]["WebhookDocument"];
            };
        };
    };
    parameters: {
        /**
         * @description The one-time password, usually six digits from an authenticator app. Needed in the second step of a two-factor log-in.
         * @example 492039
         */
        OneTimePassword: string;
        /**
         * @description Number of the page, counted from 1. Unconfirmed: what lies beyond the last page.
         * @example 2
         */
        PageNumber: number;
        /**
         * @description Items on a page, 1 to 100.
         * @example 40
         */
        PageSize: number;
        /**
         * @description Id of the account, or `me` for the caller's own.
         * @example me
         */
        AccountId: string;
        /**
         * @description The password of the account, in clear. It is needed for whatever changes login keys, whichever way the access token was obtained.
         * @example correct horse battery staple
         */
        AccountPassword: string;
        /**
         * @description The login key. Its id is the secret itself, 16 hexadecimal digits.
         * @example 3f9a1c07d2b8e645
         */
        LoginKeyId: string;
        /**
         * @description Id of the refresh token, as in the list. Whether it is the token itself is unconfirmed.
         * @example 7c1e5a902b4d8f36
         */
        RefreshTokenId: string;
        /**
         * @description Only items of the account with this id.
         * @example 2b9d7e14-c0a3-5f68-91db-e47a0c3f852d
         */
        FilterOwnerId: string;
        /**
         * @description Id of the product.
         * @example 0d6f2b7c-91a4-3e58-c7d0-5b8e14f2a936
         */
        ProductId: string;
        /**
         * @description Only items that belong to the product with this id.
         * @example 0d6f2b7c-91a4-3e58-c7d0-5b8e14f2a936
         */
        FilterProductId: string;
        /**
         * @description Only device groups of this type.
         * @example development_devicegroup
         */
        FilterType: components["schemas"]["DeviceGroupType"];
        /**
         * @description Id of the device group.
         * @example 83b5d1f0-6c27-9e4a-05fb-d2a7938c61e4
         */
        DeviceGroupId: string;
        /**
         * @description The account's unbond key, which the vendor gives to production customers. Needed to take devices out of a production device group.
         * @example unbond-key-of-an-example
         */
        UnbondKey: string;
        /**
         * @description Only items that belong to the device group with this id.
         * @example 83b5d1f0-6c27-9e4a-05fb-d2a7938c61e4
         */
        FilterDeviceGroupId: string;
        /**
         * @description Only devices in device groups of the account with this id. The word `null` stands for devices in no device group. It takes one value, as all filters do.
         * @example null
         */
        FilterDeviceGroupOwnerId: string;
        /**
         * @description Only devices in device groups of this type.
         * @example development_devicegroup
         */
        FilterDeviceGroupType: components["schemas"]["DeviceGroupType"];
        /**
         * @description Only devices that the collaborator with this account id can see. Unconfirmed: this filter is not documented.
         * @example 2b9d7e14-c0a3-5f68-91db-e47a0c3f852d
         */
        FilterAccountId: string;
        /**
         * @description The device, by its id (`5000d8c46a56cfca`), its MAC address (`0c:2a:69:05:0d:62`) or the id of its agent (`T1oUmIZ3At_N`), which it keeps while it is in no device group.
         * @example 5000d8c46a56cfca
         */
        DeviceId: string;
        /**
         * @description Only items that the account with this id has created.
         * @example 2b9d7e14-c0a3-5f68-91db-e47a0c3f852d
         */
        FilterCreatorId: string;
        /**
         * @description Only deployments of code with this hash, which is the `sha` of a deployment.
         * @example 9d5f1b3e72a8c604d1e97b35f08a2c46e3b7d9150f6a8c24b1e3d5f7a9082c4e
         */
        FilterSha: string;
        /**
         * @description Only deployments that are flagged (`true`) or not (`false`), or both (`any`).
         * @example true
         */
        FilterFlagged: components["schemas"]["FlaggedFilter"];
        /**
         * @description Only deployments that the account with this id has flagged.
         * @example 2b9d7e14-c0a3-5f68-91db-e47a0c3f852d
         */
        FilterFlaggerId: string;
        /**
         * @description Only deployments that carry all of these tags, with commas between them.
         * @example [
         *       "release",
         *       "v1.4"
         *     ]
         */
        FilterTags: readonly string[];
        /**
         * @description Id of the deployment.
         * @example c94e0a62-1f7d-83b6-2ea5-60d9b7f4c318
         */
        DeploymentId: string;
        /**
         * @description Id of the log stream. Take the whole URL from `attributes.url` of the stream instead of building it.
         * @example f1b6a0d97e2c4835
         */
        LogStreamId: string;
        /**
         * @description How the data of the events is written; text unless told otherwise.
         * @example json
         */
        LogStreamFormatParameter: components["schemas"]["LogStreamFormat"];
        /**
         * @description The `id` of the last event received, when a stream is opened once more. Unconfirmed: whether the service takes notice of it.
         * @example 118
         */
        LastEventId: string;
        /**
         * @description Id of the webhook.
         * @example 5ae7c3d2-08b9-4f16-d3c1-97e0a4b2586f
         */
        WebhookId: string;
    };
    requestBodies: never;
    headers: {
        /**
         * @description Size of the account's bucket, in requests.
         * @example 40
         */
        RateLimitLimit: number;
        /**
         * @description Time until the bucket is full again, in milliseconds.
         * @example 25
         */
        RateLimitReset: number;
        /**
         * @description Requests that can be made at once.
         * @example 39
         */
        RateLimitRemaining: number;
        /**
         * @description Size of the bucket for taking devices out of production device groups, in devices. Present when the call concerns a production device group.
         * @example 100
         */
        UnbondLimit: number;
        /**
         * @description Time until the bucket for taking devices out of production device groups is full again, in milliseconds. Present when the call concerns a production device group.
         * @example 60000
         */
        UnbondReset: number;
        /**
         * @description Devices that can be taken out of production device groups at once. Present when the call concerns a production device group.
         * @example 99
         */
        UnbondRemaining: number;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
/** Every operation of the description by its id: parameters, request body and responses. */
export interface operations {
    login: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The one-time password, usually six digits from an authenticator app. Needed in the second step of a two-factor log-in.
                 * @example 492039
                 */
                "X-Electricimp-OTP-Token"?: components["parameters"]["OneTimePassword"] | undefined;
            } | undefined;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LoginRequest"];
            };
        };
        responses: {
            200: components["responses"]["TokenPairResponse"];
            400: components["responses"]["AuthBadRequest"];
            401: components["responses"]["WrongCredentials"];
            403: components["responses"]["OneTimePasswordRequired"];
            415: components["responses"]["AuthUnsupportedMediaType"];
            429: components["responses"]["AuthTooManyRequests"];
            default: components["responses"]["AuthUnexpectedError"];
        };
    };
    createAccessToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccessTokenRequest"];
            };
        };
        responses: {
            200: components["responses"]["AccessTokenResponse"];
            400: components["responses"]["AuthBadRequest"];
            401: components["responses"]["WrongCredentials"];
            403: components["responses"]["OneTimePasswordRequired"];
            404: components["responses"]["UnknownCredential"];
            415: components["responses"]["AuthUnsupportedMediaType"];
            429: components["responses"]["AuthTooManyRequests"];
            default: components["responses"]["AuthUnexpectedError"];
        };
    };
    listAccounts: {
        parameters: {
            query?: {
                /**
                 * @description Number of the page, counted from 1. Unconfirmed: what lies beyond the last page.
                 * @example 2
                 */
                "page[number]"?: components["parameters"]["PageNumber"] | undefined;
                /**
                 * @description Items on a page, 1 to 100.
                 * @example 40
                 */
                "page[size]"?: components["parameters"]["PageSize"] | undefined;
            } | undefined;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["AccountListResponse"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    getAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the account, or `me` for the caller's own.
                 * @example me
                 */
                account_id: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["AccountResponse"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    listLoginKeys: {
        parameters: {
            query?: {
                /**
                 * @description Number of the page, counted from 1. Unconfirmed: what lies beyond the last page.
                 * @example 2
                 */
                "page[number]"?: components["parameters"]["PageNumber"] | undefined;
                /**
                 * @description Items on a page, 1 to 100.
                 * @example 40
                 */
                "page[size]"?: components["parameters"]["PageSize"] | undefined;
            } | undefined;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["LoginKeyListResponse"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    createLoginKey: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The password of the account, in clear. It is needed for whatever changes login keys, whichever way the access token was obtained.
                 * @example correct horse battery staple
                 */
                "X-Electricimp-Password": components["parameters"]["AccountPassword"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/vnd.api+json": components["schemas"]["LoginKeyCreateDocument"];
                "application/json": components["schemas"]["LoginKeyCreateDocument"];
            };
        };
        responses: {
            201: components["responses"]["LoginKeyCreatedResponse"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["LoginKeyLimitReached"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    getLoginKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The login key. Its id is the secret itself, 16 hexadecimal digits.
                 * @example 3f9a1c07d2b8e645
                 */
                key: components["parameters"]["LoginKeyId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["LoginKeyResponse"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    deleteLoginKey: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The password of the account, in clear. It is needed for whatever changes login keys, whichever way the access token was obtained.
                 * @example correct horse battery staple
                 */
                "X-Electricimp-Password": components["parameters"]["AccountPassword"];
            };
            path: {
                /**
                 * @description The login key. Its id is the secret itself, 16 hexadecimal digits.
                 * @example 3f9a1c07d2b8e645
                 */
                key: components["parameters"]["LoginKeyId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["NoContent"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    updateLoginKey: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The password of the account, in clear. It is needed for whatever changes login keys, whichever way the access token was obtained.
                 * @example correct horse battery staple
                 */
                "X-Electricimp-Password": components["parameters"]["AccountPassword"];
            };
            path: {
                /**
                 * @description The login key. Its id is the secret itself, 16 hexadecimal digits.
                 * @example 3f9a1c07d2b8e645
                 */
                key: components["parameters"]["LoginKeyId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/vnd.api+json": components["schemas"]["LoginKeyUpdateDocument"];
            };
        };
        responses: {
            200: components["responses"]["LoginKeyResponse"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    listRefreshTokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["RefreshTokenListResponse"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    deleteRefreshToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the refresh token, as in the list. Whether it is the token itself is unconfirmed.
                 * @example 7c1e5a902b4d8f36
                 */
                refresh_token_id: components["parameters"]["RefreshTokenId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["NoContent"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    listProducts: {
        parameters: {
            query?: {
                /**
                 * @description Number of the page, counted from 1. Unconfirmed: what lies beyond the last page.
                 * @example 2
                 */
                "page[number]"?: components["parameters"]["PageNumber"] | undefined;
                /**
                 * @description Items on a page, 1 to 100.
                 * @example 40
                 */
                "page[size]"?: components["parameters"]["PageSize"] | undefined;
                /**
                 * @description Only items of the account with this id.
                 * @example 2b9d7e14-c0a3-5f68-91db-e47a0c3f852d
                 */
                "filter[owner.id]"?: components["parameters"]["FilterOwnerId"];
            } | undefined;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["ProductListResponse"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    createProduct: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/vnd.api+json": components["schemas"]["ProductCreateDocument"];
            };
        };
        responses: {
            201: components["responses"]["ProductCreatedResponse"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    getProduct: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the product.
                 * @example 0d6f2b7c-91a4-3e58-c7d0-5b8e14f2a936
                 */
                product_id: components["parameters"]["ProductId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["ProductResponse"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    deleteProduct: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the product.
                 * @example 0d6f2b7c-91a4-3e58-c7d0-5b8e14f2a936
                 */
                product_id: components["parameters"]["ProductId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["NoContent"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["ProductNotEmpty"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    updateProduct: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the product.
                 * @example 0d6f2b7c-91a4-3e58-c7d0-5b8e14f2a936
                 */
                product_id: components["parameters"]["ProductId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/vnd.api+json": components["schemas"]["ProductUpdateDocument"];
            };
        };
        responses: {
            200: components["responses"]["ProductResponse"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    listDeviceGroups: {
        parameters: {
            query?: {
                /**
                 * @description Number of the page, counted from 1. Unconfirmed: what lies beyond the last page.
                 * @example 2
                 */
                "page[number]"?: components["parameters"]["PageNumber"] | undefined;
                /**
                 * @description Items on a page, 1 to 100.
                 * @example 40
                 */
                "page[size]"?: components["parameters"]["PageSize"] | undefined;
                /**
                 * @description Only items of the account with this id.
                 * @example 2b9d7e14-c0a3-5f68-91db-e47a0c3f852d
                 */
                "filter[owner.id]"?: components["parameters"]["FilterOwnerId"];
                /**
                 * @description Only items that belong to the product with this id.
                 * @example 0d6f2b7c-91a4-3e58-c7d0-5b8e14f2a936
                 */
                "filter[product.id]"?: components["parameters"]["FilterProductId"];
                /**
                 * @description Only device groups of this type.
                 * @example development_devicegroup
                 */
                "filter[type]"?: components["parameters"]["FilterType"];
            } | undefined;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["DeviceGroupListResponse"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    createDeviceGroup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/vnd.api+json": components["schemas"]["DeviceGroupCreateDocument"];
            };
        };
        responses: {
            201: components["responses"]["DeviceGroupCreatedResponse"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    getDeviceGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the device group.
                 * @example 83b5d1f0-6c27-9e4a-05fb-d2a7938c61e4
                 */
                devicegroup_id: components["parameters"]["DeviceGroupId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["DeviceGroupResponse"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    deleteDeviceGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the device group.
                 * @example 83b5d1f0-6c27-9e4a-05fb-d2a7938c61e4
                 */
                devicegroup_id: components["parameters"]["DeviceGroupId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["NoContent"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["DeviceGroupInUse"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    updateDeviceGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the device group.
                 * @example 83b5d1f0-6c27-9e4a-05fb-d2a7938c61e4
                 */
                devicegroup_id: components["parameters"]["DeviceGroupId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/vnd.api+json": components["schemas"]["DeviceGroupUpdateDocument"];
            };
        };
        responses: {
            200: components["responses"]["DeviceGroupResponse"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    restartDeviceGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the device group.
                 * @example 83b5d1f0-6c27-9e4a-05fb-d2a7938c61e4
                 */
                devicegroup_id: components["parameters"]["DeviceGroupId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: components["responses"]["DeviceGroupRestartAccepted"];
            204: components["responses"]["DeviceGroupRestartDone"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    conditionalRestartDeviceGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the device group.
                 * @example 83b5d1f0-6c27-9e4a-05fb-d2a7938c61e4
                 */
                devicegroup_id: components["parameters"]["DeviceGroupId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: components["responses"]["DeviceGroupRestartAccepted"];
            204: components["responses"]["DeviceGroupRestartDone"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    addDevicesToDeviceGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the device group.
                 * @example 83b5d1f0-6c27-9e4a-05fb-d2a7938c61e4
                 */
                devicegroup_id: components["parameters"]["DeviceGroupId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/vnd.api+json": components["schemas"]["DeviceReferenceList"];
            };
        };
        responses: {
            204: components["responses"]["DevicesAssigned"];
            400: components["responses"]["DevicesRejected"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    removeDevicesFromDeviceGroup: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The account's unbond key, which the vendor gives to production customers. Needed to take devices out of a production device group.
                 * @example unbond-key-of-an-example
                 */
                "X-Electricimp-Key"?: components["parameters"]["UnbondKey"] | undefined;
            } | undefined;
            path: {
                /**
                 * @description Id of the device group.
                 * @example 83b5d1f0-6c27-9e4a-05fb-d2a7938c61e4
                 */
                devicegroup_id: components["parameters"]["DeviceGroupId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/vnd.api+json": components["schemas"]["DeviceReferenceList"];
            };
        };
        responses: {
            204: components["responses"]["DevicesUnassigned"];
            400: components["responses"]["DevicesNotUnassigned"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["UnbondLimitReached"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    setMinSupportedDeploymentOfDeviceGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the device group.
                 * @example 83b5d1f0-6c27-9e4a-05fb-d2a7938c61e4
                 */
                devicegroup_id: components["parameters"]["DeviceGroupId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/vnd.api+json": components["schemas"]["DeploymentReferenceDocument"];
            };
        };
        responses: {
            200: components["responses"]["MinSupportedDeploymentResponse"];
            204: components["responses"]["NoContent"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["DeploymentTooOld"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    listDevices: {
        parameters: {
            query?: {
                /**
                 * @description Number of the page, counted from 1. Unconfirmed: what lies beyond the last page.
                 * @example 2
                 */
                "page[number]"?: components["parameters"]["PageNumber"] | undefined;
                /**
                 * @description Items on a page, 1 to 100.
                 * @example 40
                 */
                "page[size]"?: components["parameters"]["PageSize"] | undefined;
                /**
                 * @description Only items of the account with this id.
                 * @example 2b9d7e14-c0a3-5f68-91db-e47a0c3f852d
                 */
                "filter[owner.id]"?: components["parameters"]["FilterOwnerId"];
                /**
                 * @description Only items that belong to the product with this id.
                 * @example 0d6f2b7c-91a4-3e58-c7d0-5b8e14f2a936
                 */
                "filter[product.id]"?: components["parameters"]["FilterProductId"];
                /**
                 * @description Only items that belong to the device group with this id.
                 * @example 83b5d1f0-6c27-9e4a-05fb-d2a7938c61e4
                 */
                "filter[devicegroup.id]"?: components["parameters"]["FilterDeviceGroupId"];
                /**
                 * @description Only devices in device groups of the account with this id. The word `null` stands for devices in no device group. It takes one value, as all filters do.
                 * @example null
                 */
                "filter[devicegroup.owner.id]"?: components["parameters"]["FilterDeviceGroupOwnerId"];
                /**
                 * @description Only devices in device groups of this type.
                 * @example development_devicegroup
                 */
                "filter[devicegroup.type]"?: components["parameters"]["FilterDeviceGroupType"];
                /**
                 * @description Only devices that the collaborator with this account id can see. Unconfirmed: this filter is not documented.
                 * @example 2b9d7e14-c0a3-5f68-91db-e47a0c3f852d
                 */
                "filter[account.id]"?: components["parameters"]["FilterAccountId"];
            } | undefined;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["DeviceListResponse"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    getDevice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The device, by its id (`5000d8c46a56cfca`), its MAC address (`0c:2a:69:05:0d:62`) or the id of its agent (`T1oUmIZ3At_N`), which it keeps while it is in no device group.
                 * @example 5000d8c46a56cfca
                 */
                device: components["parameters"]["DeviceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["DeviceResponse"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    deleteDevice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The device, by its id (`5000d8c46a56cfca`), its MAC address (`0c:2a:69:05:0d:62`) or the id of its agent (`T1oUmIZ3At_N`), which it keeps while it is in no device group.
                 * @example 5000d8c46a56cfca
                 */
                device: components["parameters"]["DeviceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["NoContent"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["DeviceAssigned"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    updateDevice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The device, by its id (`5000d8c46a56cfca`), its MAC address (`0c:2a:69:05:0d:62`) or the id of its agent (`T1oUmIZ3At_N`), which it keeps while it is in no device group.
                 * @example 5000d8c46a56cfca
                 */
                device: components["parameters"]["DeviceId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/vnd.api+json": components["schemas"]["DeviceUpdateDocument"];
            };
        };
        responses: {
            200: components["responses"]["DeviceResponse"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    restartDevice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The device, by its id (`5000d8c46a56cfca`), its MAC address (`0c:2a:69:05:0d:62`) or the id of its agent (`T1oUmIZ3At_N`), which it keeps while it is in no device group.
                 * @example 5000d8c46a56cfca
                 */
                device: components["parameters"]["DeviceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: components["responses"]["DeviceRestartAccepted"];
            204: components["responses"]["DeviceRestartDone"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["DeviceUnassigned"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    conditionalRestartDevice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The device, by its id (`5000d8c46a56cfca`), its MAC address (`0c:2a:69:05:0d:62`) or the id of its agent (`T1oUmIZ3At_N`), which it keeps while it is in no device group.
                 * @example 5000d8c46a56cfca
                 */
                device: components["parameters"]["DeviceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: components["responses"]["DeviceRestartAccepted"];
            204: components["responses"]["DeviceRestartDone"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["DeviceUnassigned"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    listDeviceLogs: {
        parameters: {
            query?: {
                /**
                 * @description Number of the page, counted from 1. Unconfirmed: what lies beyond the last page.
                 * @example 2
                 */
                "page[number]"?: components["parameters"]["PageNumber"] | undefined;
                /**
                 * @description Items on a page, 1 to 100.
                 * @example 40
                 */
                "page[size]"?: components["parameters"]["PageSize"] | undefined;
            } | undefined;
            header?: never;
            path: {
                /**
                 * @description The device, by its id (`5000d8c46a56cfca`), its MAC address (`0c:2a:69:05:0d:62`) or the id of its agent (`T1oUmIZ3At_N`), which it keeps while it is in no device group.
                 * @example 5000d8c46a56cfca
                 */
                device: components["parameters"]["DeviceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["LogEntryListResponse"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    listDeployments: {
        parameters: {
            query?: {
                /**
                 * @description Number of the page, counted from 1. Unconfirmed: what lies beyond the last page.
                 * @example 2
                 */
                "page[number]"?: components["parameters"]["PageNumber"] | undefined;
                /**
                 * @description Items on a page, 1 to 100.
                 * @example 40
                 */
                "page[size]"?: components["parameters"]["PageSize"] | undefined;
                /**
                 * @description Only items of the account with this id.
                 * @example 2b9d7e14-c0a3-5f68-91db-e47a0c3f852d
                 */
                "filter[owner.id]"?: components["parameters"]["FilterOwnerId"];
                /**
                 * @description Only items that the account with this id has created.
                 * @example 2b9d7e14-c0a3-5f68-91db-e47a0c3f852d
                 */
                "filter[creator.id]"?: components["parameters"]["FilterCreatorId"];
                /**
                 * @description Only items that belong to the product with this id.
                 * @example 0d6f2b7c-91a4-3e58-c7d0-5b8e14f2a936
                 */
                "filter[product.id]"?: components["parameters"]["FilterProductId"];
                /**
                 * @description Only items that belong to the device group with this id.
                 * @example 83b5d1f0-6c27-9e4a-05fb-d2a7938c61e4
                 */
                "filter[devicegroup.id]"?: components["parameters"]["FilterDeviceGroupId"];
                /**
                 * @description Only deployments of code with this hash, which is the `sha` of a deployment.
                 * @example 9d5f1b3e72a8c604d1e97b35f08a2c46e3b7d9150f6a8c24b1e3d5f7a9082c4e
                 */
                "filter[sha]"?: components["parameters"]["FilterSha"];
                /**
                 * @description Only deployments that are flagged (`true`) or not (`false`), or both (`any`).
                 * @example true
                 */
                "filter[flagged]"?: components["parameters"]["FilterFlagged"];
                /**
                 * @description Only deployments that the account with this id has flagged.
                 * @example 2b9d7e14-c0a3-5f68-91db-e47a0c3f852d
                 */
                "filter[flagger.id]"?: components["parameters"]["FilterFlaggerId"];
                /**
                 * @description Only deployments that carry all of these tags, with commas between them.
                 * @example [
                 *       "release",
                 *       "v1.4"
                 *     ]
                 */
                "filter[tags]"?: components["parameters"]["FilterTags"];
            } | undefined;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["DeploymentListResponse"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    createDeployment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/vnd.api+json": components["schemas"]["DeploymentCreateDocument"];
            };
        };
        responses: {
            201: components["responses"]["DeploymentCreatedResponse"];
            400: components["responses"]["CompilationFailed"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    getDeployment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the deployment.
                 * @example c94e0a62-1f7d-83b6-2ea5-60d9b7f4c318
                 */
                deployment_id: components["parameters"]["DeploymentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["DeploymentResponse"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    deleteDeployment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the deployment.
                 * @example c94e0a62-1f7d-83b6-2ea5-60d9b7f4c318
                 */
                deployment_id: components["parameters"]["DeploymentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["NoContent"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["DeploymentInUse"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    updateDeployment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the deployment.
                 * @example c94e0a62-1f7d-83b6-2ea5-60d9b7f4c318
                 */
                deployment_id: components["parameters"]["DeploymentId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/vnd.api+json": components["schemas"]["DeploymentUpdateDocument"];
            };
        };
        responses: {
            200: components["responses"]["DeploymentResponse"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    createLogStream: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["LogStreamResponse"];
            201: components["responses"]["LogStreamCreatedResponse"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    openLogStream: {
        parameters: {
            query?: {
                /**
                 * @description How the data of the events is written; text unless told otherwise.
                 * @example json
                 */
                format?: components["parameters"]["LogStreamFormatParameter"] | undefined;
            } | undefined;
            header?: {
                /**
                 * @description The `id` of the last event received, when a stream is opened once more. Unconfirmed: whether the service takes notice of it.
                 * @example 118
                 */
                "Last-Event-ID"?: components["parameters"]["LastEventId"] | undefined;
            } | undefined;
            path: {
                /**
                 * @description Id of the log stream. Take the whole URL from `attributes.url` of the stream instead of building it.
                 * @example f1b6a0d97e2c4835
                 */
                logstream_id: components["parameters"]["LogStreamId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["EventStreamResponse"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    addDeviceToLogStream: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the log stream. Take the whole URL from `attributes.url` of the stream instead of building it.
                 * @example f1b6a0d97e2c4835
                 */
                logstream_id: components["parameters"]["LogStreamId"];
                /**
                 * @description The device, by its id (`5000d8c46a56cfca`), its MAC address (`0c:2a:69:05:0d:62`) or the id of its agent (`T1oUmIZ3At_N`), which it keeps while it is in no device group.
                 * @example 5000d8c46a56cfca
                 */
                device: components["parameters"]["DeviceId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/vnd.api+json": components["schemas"]["DeviceReference"];
            };
        };
        responses: {
            204: components["responses"]["NoContent"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["LogStreamNotOpen"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    removeDeviceFromLogStream: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the log stream. Take the whole URL from `attributes.url` of the stream instead of building it.
                 * @example f1b6a0d97e2c4835
                 */
                logstream_id: components["parameters"]["LogStreamId"];
                /**
                 * @description The device, by its id (`5000d8c46a56cfca`), its MAC address (`0c:2a:69:05:0d:62`) or the id of its agent (`T1oUmIZ3At_N`), which it keeps while it is in no device group.
                 * @example 5000d8c46a56cfca
                 */
                device: components["parameters"]["DeviceId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/vnd.api+json": components["schemas"]["DeviceReference"];
            };
        };
        responses: {
            204: components["responses"]["NoContent"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["LogStreamNotOpen"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    listWebhooks: {
        parameters: {
            query?: {
                /**
                 * @description Number of the page, counted from 1. Unconfirmed: what lies beyond the last page.
                 * @example 2
                 */
                "page[number]"?: components["parameters"]["PageNumber"] | undefined;
                /**
                 * @description Items on a page, 1 to 100.
                 * @example 40
                 */
                "page[size]"?: components["parameters"]["PageSize"] | undefined;
                /**
                 * @description Only items that belong to the device group with this id.
                 * @example 83b5d1f0-6c27-9e4a-05fb-d2a7938c61e4
                 */
                "filter[devicegroup.id]"?: components["parameters"]["FilterDeviceGroupId"];
            } | undefined;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["WebhookListResponse"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/vnd.api+json": components["schemas"]["WebhookCreateDocument"];
            };
        };
        responses: {
            201: components["responses"]["WebhookCreatedResponse"];
            400: components["responses"]["WebhookRejected"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    getWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the webhook.
                 * @example 5ae7c3d2-08b9-4f16-d3c1-97e0a4b2586f
                 */
                webhook_id: components["parameters"]["WebhookId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["WebhookResponse"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the webhook.
                 * @example 5ae7c3d2-08b9-4f16-d3c1-97e0a4b2586f
                 */
                webhook_id: components["parameters"]["WebhookId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["NoContent"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    updateWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the webhook.
                 * @example 5ae7c3d2-08b9-4f16-d3c1-97e0a4b2586f
                 */
                webhook_id: components["parameters"]["WebhookId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/vnd.api+json": components["schemas"]["WebhookUpdateDocument"];
            };
        };
        responses: {
            200: components["responses"]["WebhookResponse"];
            400: components["responses"]["WebhookRejected"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    onBlessing: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BlessingDelivery"];
                "application/x-www-form-urlencoded": components["schemas"]["BlessingDelivery"];
            };
        };
        responses: {
            /** @description Received. Unconfirmed: which statuses the service takes for success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onBlinkup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BlinkupDelivery"];
                "application/x-www-form-urlencoded": components["schemas"]["BlinkupDelivery"];
            };
        };
        responses: {
            /** @description Received. Unconfirmed: which statuses the service takes for success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onDeployment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeploymentDelivery"];
                "application/x-www-form-urlencoded": components["schemas"]["DeploymentDelivery"];
            };
        };
        responses: {
            /** @description Received. Unconfirmed: which statuses the service takes for success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
