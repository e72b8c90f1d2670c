// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { readKconfig } from './kconfig.ts';
import { prerequisites } from './prerequisites.ts';

const KCONFIG = `
config NET
	bool "Networking"

config LAMP
	tristate "Lamps"
	depends on NET && (BULB || CANDLE)
	depends on !DARK

config BULB
	bool "Bulbs"

config CANDLE
	bool

config DARK
	bool "Dark"

config GLOW
	bool

config SHINE
	bool "Shine"
	select GLOW
`;

const needed = async (name: string, value: string, values: Record<string, string>) => {
  const kconfig = await readKconfig(async (path) => (path === 'Kconfig' ? KCONFIG : undefined), 'x86');
  const found = prerequisites([{ name, value, wished: true }], kconfig, new Map(Object.entries(values)));
  return found.map((one) => one.name);
};

test('what a symbol depends on is asked for, of two ways the one that can be asked for', async () => {
  expect(await needed('LAMP', 'm', {})).toEqual(['NET', 'BULB']);
  expect(await needed('LAMP', 'm', { NET: 'y' })).toEqual(['BULB']);
  expect(await needed('LAMP', 'm', { NET: 'y', CANDLE: 'y' })).toEqual([]);
});

test('nothing is turned off for a wish', async () => {
  expect(await needed('LAMP', 'm', { NET: 'y', BULB: 'y', DARK: 'y' })).toEqual([]);
  expect(await needed('LAMP', 'n', {})).toEqual([]);
});

test('a symbol that nobody can ask for comes with one that selects it', async () => {
  expect(await needed('GLOW', 'y', {})).toEqual(['SHINE']);
});
