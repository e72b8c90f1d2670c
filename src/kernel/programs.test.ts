// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { hostLacks, missingPrograms, requirePrograms } from './programs.ts';
import { testContext } from './testing/context.ts';

const PROGRAMS = { sh: 'dash', 'kpw-no-such-one': 'nowhere', 'kpw-no-such-other': 'nowhere' };

test('all that a host lacks for a purpose is told at once, and each package once', async () => {
  const asked = requirePrograms(PROGRAMS, 'testing', await testContext());
  await expect(asked).rejects.toMatchObject({
    code: 'HOST_LACKS',
    title: 'the host has no kpw-no-such-one, no kpw-no-such-other, which testing needs',
    hint: 'Install what is missing: apt-get install --no-install-recommends nowhere',
  });
});

test('nothing is said of a host that has everything', async () => {
  await requirePrograms({ sh: 'dash' }, 'testing', await testContext());
});

test('what is no program is told with programs, under a name of its own', async () => {
  const missing = await missingPrograms({ 'kpw-no-such-one': 'nowhere' }, await testContext());
  const { title, hint } = hostLacks(
    [...missing, { what: 'header gelf.h', packages: ['libelf-dev'] }],
    'testing',
  );
  expect([title, hint]).toMatchInlineSnapshot(`
    [
      "the host has no kpw-no-such-one, no header gelf.h, which testing needs",
      "Install what is missing: apt-get install --no-install-recommends libelf-dev nowhere",
    ]
  `);
});
