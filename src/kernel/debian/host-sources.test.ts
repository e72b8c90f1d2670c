// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { archiveKeyring, privateSources } from './apt.ts';
import { findDebianMirror, parseSources } from './host-sources.ts';

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

test('sources in deb822 format are read, less comments, source packages and what is switched off', () => {
  const text = `# the main mirror
Types: deb deb-src
URIs: http://mirror.example.org/debian
Suites: bookworm
 bookworm-updates
# a comment inside
Components: main contrib
Signed-By: ${KEYRING}

Types: deb-src
URIs: http://sources.example.org/debian
Suites: bookworm
Components: main

Types: deb
Enabled: no
URIs: http://off.example.org/debian
Suites: bookworm
Components: main
`;
  expect(parseSources('debian.sources', text)).toMatchInlineSnapshot(`
    [
      {
        "components": [
          "main",
          "contrib",
        ],
        "signedBy": "/usr/share/keyrings/debian-archive-keyring.gpg",
        "suites": [
          "bookworm",
          "bookworm-updates",
        ],
        "uris": [
          "http://mirror.example.org/debian",
        ],
      },
    ]
  `);
});

test('sources of one line each are read', () => {
  const text = `# deb http://off.example.org/debian bookworm main
deb [arch=amd64 signed-by=${KEYRING}] http://mirror.example.org/debian bookworm main contrib # mine
deb-src http://mirror.example.org/debian bookworm main
deb http://security.example.org/debian-security bookworm-security main
`;
  expect(parseSources('sources.list', text)).toMatchInlineSnapshot(`
    [
      {
        "components": [
          "main",
          "contrib",
        ],
        "signedBy": "/usr/share/keyrings/debian-archive-keyring.gpg",
        "suites": [
          "bookworm",
        ],
        "uris": [
          "http://mirror.example.org/debian",
        ],
      },
      {
        "components": [
          "main",
        ],
        "suites": [
          "bookworm-security",
        ],
        "uris": [
          "http://security.example.org/debian-security",
        ],
      },
    ]
  `);
});

test('a repository that only borrows a suite’s name is not taken for Debian’s', () => {
  const sources = parseSources(
    'all.list',
    `deb [signed-by=/etc/apt/keyrings/vendor.gpg] https://vendor.example.org/debian bookworm main
deb https://tools.example.org/apt cloud-bookworm main
deb https://other.example.org/packages stable main
deb http://security.example.org/debian-security/ bookworm-security main
deb http://mirror.example.org/debian/ bookworm main`,
  );
  expect(findDebianMirror(sources)).toEqual({
    main: 'http://mirror.example.org/debian/',
    security: 'http://security.example.org/debian-security/',
  });
});

test('a host of another distribution has no Debian mirror', () => {
  const text = 'deb http://mirror.example.org/ubuntu noble main';
  expect(findDebianMirror(parseSources('sources.list', text))).toBeUndefined();
});

test('the mirror serves all suites; without a security source there are no security suites', () => {
  expect(privateSources({ main: 'http://mirror.example.org/debian' }, KEYRING)).toMatchInlineSnapshot(`
    "Types: deb
    URIs: http://mirror.example.org/debian
    Suites: bullseye bookworm trixie sid
    Components: main
    Architectures: amd64
    Targets: Packages
    Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
    "
  `);
});

test('the whole keyring is preferred to a release’s own, which would refuse the other releases', () => {
  const own = '/usr/share/keyrings/debian-archive-bookworm-stable.gpg';
  const mirror = { main: 'http://mirror.example.org/debian', signedBy: own };
  expect(archiveKeyring(mirror, () => true)).toBe('/usr/share/keyrings/debian-archive-keyring.pgp');
  expect(archiveKeyring(mirror, (path) => path === own)).toBe(own);
  expect(() => archiveKeyring(mirror, () => false)).toThrow('the host has no keyring of the Debian archive');
});
