// What a browser could keep of a visit, beside the page itself.

/** Asks the door to have cookies, cache and storage cleared; without it, clears what it can. */
export const forgetter = (address) => async () => {
  sessionStorage.clear();
  localStorage.clear();
  try {
    await fetch(address, { method: "DELETE", keepalive: true });
  } catch {
    // The door is away: nothing of a visit is in a cookie or cache while this page lives.
  }
};
