// What a browser page offers beyond Node: addresses relative to the page, and timers (here a hundred times faster).
import { service } from "./market.mjs";

const running = new Set();

export const fetch = (path) => globalThis.fetch(new URL(path, service));

export async function loadDataset(datasetId) {
  return (await fetch(`/api/datasets/${datasetId}`)).json();
}

export function setInterval(callback, milliseconds) {
  const timer = globalThis.setInterval(callback, milliseconds / 100);
  running.add(timer);
  return timer;
}

/** The page is closed: its timers end. */
export function leave() {
  running.forEach(clearInterval);
}
