/** The script of the dashboard's own page. */
declare module 'dashboard'
