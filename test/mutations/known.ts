// SPDX-License-Identifier: GPL-2.0-only

/** Mutations whose verdict is wrong still, with the cause. Their labels stand; docs/uapi-peers.md prints them in bold. */
export const known: Readonly<Record<string, string>> = {};
