// SPDX-License-Identifier: GPL-2.0-only

/** Mutations whose verdict is wrong still, with the cause. Their labels stand; docs/uapi-peers.md prints them in bold. */
export const known: Readonly<Record<string, string>> = {
  'beh-default-changed':
    'no rule sees a field that is set where it was not, for an argument that had another meaning',
  'beh-dirty-tracking-left': 'no rule pairs the flag that sets a state with the flag that unsets it',
  'beh-table-readable': 'no rule follows the bounds that a range is filtered with',
};
