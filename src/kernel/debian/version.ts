// SPDX-License-Identifier: GPL-2.0-only

/**
 * Orders two Debian version numbers as `dpkg --compare-versions` does: negative when `a` is older, 0 when
 * neither is, positive when `a` is newer (Debian Policy 5.6.12). Done here because choosing a cached tree
 * must not spawn a process.
 */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [split(a), split(b)];
  return (
    left.epoch - right.epoch ||
    comparePart(left.upstream, right.upstream) ||
    comparePart(left.revision, right.revision)
  );
}

function split(version: string): { epoch: number; upstream: string; revision: string } {
  const colon = version.indexOf(':');
  const rest = version.slice(colon + 1);
  const hyphen = rest.lastIndexOf('-');
  return {
    epoch: colon < 0 ? 0 : Number.parseInt(version.slice(0, colon), 10),
    upstream: hyphen < 0 ? rest : rest.slice(0, hyphen),
    revision: hyphen < 0 ? '' : rest.slice(hyphen + 1),
  };
}

/** Alternating runs of non-digits and digits; the former by character class, the latter as numbers. */
function comparePart(a: string, b: string): number {
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    while ((i < a.length && !isDigit(a[i])) || (j < b.length && !isDigit(b[j]))) {
      const difference = weight(a[i]) - weight(b[j]);
      if (difference !== 0) return difference;
      i++;
      j++;
    }
    const [x, y] = [digits(a, i), digits(b, j)];
    const difference = Number(x || 0) - Number(y || 0);
    if (difference !== 0) return difference;
    i += x.length;
    j += y.length;
  }
  return 0;
}

/** A tilde sorts before everything, even the end of the part; letters before all other characters. */
function weight(character: string | undefined): number {
  if (character === '~') return -1;
  if (character === undefined || isDigit(character)) return 0;
  const code = character.charCodeAt(0);
  return /[A-Za-z]/.test(character) ? code : code + 256;
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '9';
}

function digits(text: string, from: number): string {
  return /^\d*/.exec(text.slice(from))?.[0] ?? '';
}
