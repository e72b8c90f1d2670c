// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { parseMaintainers } from './maintainers.ts';
import { type AskedRecipients, recipients, unreachable } from './recipients.ts';

const SAID = `Ada Lamp <ada@example.org> (maintainer:LAMP DRIVER)
"Björn Licht" <bjorn@example.org> (supporter:LIGHT CORE,reviewer:LAMP DRIVER)
Cyd Glow <cyd@example.org> (reviewer:LAMP DRIVER)
lamps@lists.example.org (moderated list:LAMP DRIVER:Keyword:\\bdim(?:mer)\\b)
linux-kernel@vger.kernel.org (open list)
`;

const MAINTAINERS = `LAMP DRIVER
M:	Ada Lamp <ada@example.org>
R:	Dora Dim <dora@new.example.org>
L:	lamps@lists.example.org
`;

const asked: AskedRecipients = {
  maintainers: parseMaintainers(Buffer.from(SAID, 'utf8').toString('utf8')),
  commenters: [],
  uapi: false,
  to: [],
  cc: [],
  listed: MAINTAINERS,
  ignored: '',
};

const shown = (given: Partial<AskedRecipients>) =>
  recipients({ ...asked, ...given })
    .map(({ name, address, field, why }) => `${field} ${name ?? ''} <${address}>: ${why.join('; ')}`)
    .join('\n');

test('who maintains is addressed, and who reviews or only listens gets a copy', () => {
  expect(shown({ uapi: true })).toMatchInlineSnapshot(`
    "to Ada Lamp <ada@example.org>: maintainer of LAMP DRIVER
    to Björn Licht <bjorn@example.org>: supporter of LIGHT CORE; reviewer of LAMP DRIVER
    cc Cyd Glow <cyd@example.org>: reviewer of LAMP DRIVER
    cc  <lamps@lists.example.org>: moderated list of LAMP DRIVER, by a keyword in the patch
    cc  <linux-kernel@vger.kernel.org>: open list
    cc  <linux-api@vger.kernel.org>: a header of include/uapi changes"
  `);
});

test('a commenter has the address that the tree knows, and is not named twice', () => {
  const commenters = [
    { name: 'Ada Lamp', part: 'commented' },
    { name: 'Dora Dim', address: 'dora@old.example.org', part: 'commented' },
    { name: 'Eve Bulb', address: 'eve@example.org', part: 'wrote it' },
  ];
  expect(shown({ maintainers: asked.maintainers.slice(0, 1), commenters })).toMatchInlineSnapshot(`
    "to Ada Lamp <ada@example.org>: maintainer of LAMP DRIVER; commented
    cc Dora Dim <dora@new.example.org>: commented
    cc Eve Bulb <eve@example.org>: wrote it"
  `);
});

test('who asked not to be found is not found, and who has no address is told', () => {
  const commenters = [
    { name: 'Eve Bulb', address: 'eve@example.org', part: 'wrote it' },
    { name: 'Fay Spark', part: 'commented' },
  ];
  const given = { ...asked, maintainers: [], commenters, ignored: 'Eve Bulb <EVE@example.org>\n' };
  expect(recipients(given)).toEqual([]);
  expect(unreachable(given).map(({ name }) => name)).toEqual(['Eve Bulb', 'Fay Spark']);
});

test('an address that is added counts once, and To: outweighs Cc:', () => {
  const maintainers = asked.maintainers.slice(2, 3);
  expect(
    shown({ maintainers, to: ['CYD@example.org'], cc: ['"Gil, Ray" <gil@example.org>'] }),
  ).toMatchInlineSnapshot(`
    "to Cyd Glow <cyd@example.org>: reviewer of LAMP DRIVER; --to
    cc Gil, Ray <gil@example.org>: --cc"
  `);
});
