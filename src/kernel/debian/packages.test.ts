// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { ofHost } from './host-release.ts';
import { parseMadison, parseShow } from './packages.ts';

const MADISON = `linux-source-6.12 | 6.12.117-1 | http://mirror.example.org/debian trixie/main amd64 Packages
linux-source-6.12 | 6.12.117-1 | http://mirror.example.org/debian-security trixie-security/main amd64 Packages
linux-source-6.12 | 6.12.117-1~deb12u1 | http://mirror.example.org/debian-security bookworm-security/main amd64 Packages
`;

const stanza = (version: string, digit: string) => `Package: linux-source-6.12
Architecture: all
Version: ${version}
Description: with
 Version: 1 in the text
Filename: pool/linux-source-6.12_${version}_all.deb
SHA256: ${digit.repeat(64)}
Size: 1000
`;

const RECORDS = parseShow(
  [stanza('6.12.117-1~deb12u1', 'a'), stanza('6.12.117-1', 'b'), stanza('6.12.117-1', 'b')].join('\n'),
  parseMadison(MADISON),
);

test('apt’s account of a package is read, newest version first and each once', () => {
  expect(RECORDS).toMatchInlineSnapshot(`
    [
      {
        "architecture": "all",
        "filename": "pool/linux-source-6.12_6.12.117-1_all.deb",
        "package": "linux-source-6.12",
        "sha256": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
        "size": 1000,
        "suites": [
          "trixie",
          "trixie-security",
        ],
        "version": "6.12.117-1",
      },
      {
        "architecture": "all",
        "filename": "pool/linux-source-6.12_6.12.117-1~deb12u1_all.deb",
        "package": "linux-source-6.12",
        "sha256": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "size": 1000,
        "suites": [
          "bookworm-security",
        ],
        "version": "6.12.117-1~deb12u1",
      },
    ]
  `);
});

test('the host’s own release comes before a newer version of another one', () => {
  const [first, ...rest] = RECORDS;
  if (!first) throw new Error('no records');
  expect(ofHost([first, ...rest], 'bookworm').version).toBe('6.12.117-1~deb12u1');
  expect(ofHost([first, ...rest], 'trixie').version).toBe('6.12.117-1');
  expect(ofHost([first, ...rest], undefined).version).toBe('6.12.117-1');
});
