// SPDX-License-Identifier: GPL-2.0-only
// Conditions with what their variables stand for.

/**
 * A condition in which each local variable that is set once stands as what it is set to, without blanks:
 * `(ops->get_status(vdpa)&~status)!=0` of `(status_old & ~status) != 0`.
 *
 * @param text of the condition, on one line
 * @param own text of its function, without comments
 * @param other text of the function on the other side: what is known there stays
 */
export function spelledOut(text: string, own: string, other: string): string {
  const body = own.slice(own.indexOf('{'));
  const out = text.replace(/(?<![\w.>])[a-z_]\w*\b(?!\s*\()/g, (name) => {
    if (new RegExp(`\\b${name}\\b`).test(other)) return name;
    const set = [...body.matchAll(new RegExp(`(?<![\\w.>])${name}\\s*=(?!=)\\s*([^;]+);`, 'g'))];
    return set.length === 1 ? (set[0]?.[1] ?? name) : name;
  });
  return out.replace(/\bREAD_ONCE\(((?:[^()]|\([^()]*\))*)\)/g, '$1').replace(/\s+/g, '');
}
