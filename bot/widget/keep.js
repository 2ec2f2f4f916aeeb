// @ts-check
/* What the browser keeps for us; where it keeps nothing (private mode, blocked), this page does. */

/** @typedef {{get(): any, set(value: any): void, clear(): void}} Keepsake */

/** One named value in localStorage; null while it has none.
 * @param {string} key
 * @returns {Keepsake} */
export function keepsake(key) {
  let fallback = "null";
  return {
    get() {
      try {
        return JSON.parse(localStorage.getItem(key) ?? fallback);
      } catch {
        return JSON.parse(fallback);
      }
    },
    set(value) {
      try {
        localStorage.setItem(key, JSON.stringify(value));
        fallback = "null";
      } catch {
        fallback = JSON.stringify(value);
      }
    },
    clear() {
      fallback = "null";
      try {
        localStorage.removeItem(key);
      } catch {
        return; // what cannot be reached has kept nothing
      }
    },
  };
}

/** Runs `work` while no other tab runs work of that name.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>} */
export function alone(name, work) {
  return navigator.locks ? navigator.locks.request(name, work) : work();
}
