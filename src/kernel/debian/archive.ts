// SPDX-License-Identifier: GPL-2.0-only

/** The Debian archive: what it has, and its packages. The parts behind this door are in the files named. */
export { cachedDeb, fetchDebs } from './deb-cache.ts';
export { download } from './download.ts';
export { forHost } from './host-release.ts';

export { known, latest, versions } from './query.ts';

export { resolvePackages } from './resolve.ts';
