// SPDX-License-Identifier: GPL-2.0-only
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

/** The page's state is its URL's fragment, so that a link to what one sees can be sent: `#filter=…&cell=…&test=…`. */
export function readState(): URLSearchParams {
  const fragment = location.hash.slice(1);
  return new URLSearchParams(fragment.includes('=') ? fragment : '');
}

/** Sets some of it, and leaves the rest; undefined takes away. No entry of the history is made for what one types. */
export function writeState(changes: Readonly<Record<string, string | undefined>>): void {
  const state = readState();
  for (const [key, value] of Object.entries(changes)) {
    if (value === undefined || value === '') state.delete(key);
    else state.set(key, value);
  }
  const fragment = state.toString();
  history.replaceState(null, '', fragment ? `#${fragment}` : location.pathname + location.search);
}
