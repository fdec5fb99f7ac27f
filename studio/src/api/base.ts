/** The folder that the service answers in: / unless a proxy has put it elsewhere. All views lie directly in it. */
export const BASE = new URL('.', window.location.href);

/** The same for the router: without the slash at the end. */
export const BASE_PATH = BASE.pathname.replace(/\/$/, '');
