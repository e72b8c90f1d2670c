// SPDX-License-Identifier: GPL-2.0-only

const UPSTREAM = /^\s*(?:\[\s*)?(?:upstream commit|commit) ([0-9a-f]{12,64})(?: upstream)?\.?\s*\]?\s*$/im;
const PICKED = /^\s*\(cherry picked from commit ([0-9a-f]{12,64})\)?/im;
const COMMIT = /^\s*commit ([0-9a-f]{12,64}) upstream\.?/im;

/**
 * The commit that a stable patch names as its original: `commit … upstream.`, `[ Upstream commit … ]`, `(cherry picked
 * from commit …)` (Documentation/process/stable-kernel-rules.rst); undefined where it names none.
 */
export function upstreamOf(body: string): string | undefined {
  return [COMMIT, UPSTREAM, PICKED]
    .map((pattern) => pattern.exec(body)?.[1])
    .find((id) => id !== undefined)
    ?.toLowerCase();
}

/** What brackets, and a list of conflicts, say of changes to the original: `[ ada: without the lock ]`. */
export function notesIn(body: string): string[] {
  const brackets = [...body.matchAll(/^[ \t]*\[([^\]]{3,2000})\][ \t]*$/gm)]
    .map((match) => (match[1] ?? '').replace(/\s+/g, ' ').trim())
    .filter((note) => !/^(upstream commit|commit) [0-9a-f]{7,}/i.test(note) && !/^\d+\.\d+\]?$/.test(note));
  const conflicts = /^(?:#\s*)?Conflicts:/m.test(body) ? ['Conflicts:'] : [];
  return [...brackets, ...conflicts];
}
