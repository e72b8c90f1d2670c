// SPDX-License-Identifier: GPL-2.0-only

/** One `deb` entry of the host's apt sources. */
export interface AptSource {
  uris: string[];
  suites: string[];
  components: string[];
  /** As written: paths of keyrings, fingerprints, or a key itself. */
  signedBy?: string;
}

/** Where the host gets Debian from; the same mirror has every suite. */
export interface DebianMirror {
  main: string;
  /** Undefined where the host has no security source. */
  security?: string;
  signedBy?: string;
}

/** Code names and the moving names of suites (the archive's dists/ folder); unstable is also called sid. */
const DEBIAN_SUITE =
  /^(buster|bullseye|bookworm|trixie|forky|duke|sid|unstable|testing|stable|oldstable|oldoldstable)(-updates|-backports|-security|-proposed-updates|\/updates)?$/;

/** Parses a file of /etc/apt/sources.list.d (`*.sources` in deb822 format, anything else line by line; sources.list(5)). */
export function parseSources(name: string, text: string): AptSource[] {
  return name.endsWith('.sources') ? parseDeb822(text) : parseLines(text);
}

function parseDeb822(text: string): AptSource[] {
  const uncommented = text.replace(/^#.*\n?/gm, '');
  return uncommented.split(/\n[ \t]*\n/).flatMap((stanza) => {
    const fields = new Map<string, string>();
    for (const [, key = '', value = ''] of stanza.matchAll(/^([\w-]+):((?:.*)(?:\n[ \t].*)*)/gm))
      fields.set(key.toLowerCase(), value.trim());
    const words = (key: string) => (fields.get(key) ?? '').split(/\s+/).filter(Boolean);
    if (!words('types').includes('deb') || fields.get('enabled')?.toLowerCase() === 'no') return [];
    const signedBy = fields.get('signed-by');
    return {
      uris: words('uris'),
      suites: words('suites'),
      components: words('components'),
      ...(signedBy ? { signedBy } : {}),
    };
  });
}

function parseLines(text: string): AptSource[] {
  return text.split('\n').flatMap((line) => {
    const match = /^\s*deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)([^#]*)/.exec(line);
    if (!match) return [];
    const [, options = '', uri = '', suite = '', components = ''] = match;
    const signedBy = /(?:^|\s)signed-by=(\S+)/i.exec(options)?.[1];
    return {
      uris: [uri],
      suites: [suite],
      components: components.split(/\s+/).filter(Boolean),
      ...(signedBy ? { signedBy: signedBy.replaceAll(',', ' ') } : {}),
    };
  });
}

/**
 * The Debian mirror among the host's sources. Other repositories use Debian's suite names too, so a source
 * that names another keyring is not taken for Debian, and one that names Debian's is preferred to one that
 * names none.
 */
export function findDebianMirror(sources: readonly AptSource[]): DebianMirror | undefined {
  const debian = sources
    .filter(({ components }) => components.includes('main'))
    .filter(({ suites }) => suites.some((suite) => DEBIAN_SUITE.test(suite)))
    .map((source) => ({ source, trust: trust(source) }))
    .filter(({ trust }) => trust > 0)
    .sort((a, b) => b.trust - a.trust)
    .map(({ source }) => source);
  const isSecurity = (source: AptSource) =>
    source.suites.every((suite) => /-security$|\/updates$/.test(suite));
  const main = debian.find((source) => !isSecurity(source));
  const security = debian.find(isSecurity);
  if (!main?.uris[0]) return undefined;
  return {
    main: main.uris[0],
    ...(security?.uris[0] ? { security: security.uris[0] } : {}),
    ...(main.signedBy ? { signedBy: main.signedBy } : {}),
  };
}

function trust({ signedBy, uris }: AptSource): number {
  if (signedBy !== undefined) return /debian-archive/.test(signedBy) ? 3 : 0;
  return uris.some((uri) => /debian(-security)?(\.list)?\/?$/.test(uri)) ? 2 : 1;
}
