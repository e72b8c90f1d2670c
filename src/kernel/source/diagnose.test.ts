// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { whySymbolDiffers } from './diagnose.ts';
import { conjuncts, evaluateKconfig } from './expression.ts';
import { readKconfig } from './kconfig.ts';
import { configValues, parseSymbol, unmet } from './symbols.ts';

const FILES: Readonly<Record<string, string>> = {
  Kconfig: `mainmenu "Lamps"
source "scripts/Kconfig.none"
source "arch/$(SRCARCH)/Kconfig"
source "drivers/lamp/Kconfig"
`,
  'arch/x86/Kconfig': `config X86
	def_bool y
	select SOCKET if DIM

choice
	prompt "Wire"
	depends on X86

config COPPER
	bool "Copper"
	help
	  Conducts.

	    config NOT_A_SYMBOL

config GOLD
	bool "Gold" # dear

endchoice
`,
  'drivers/lamp/Kconfig': `menu "Lamps"
	depends on POWER

config LAMP
	tristate "Lamp"
	depends on X86 && (SOCKET || \\
		BATTERY)

if LAMP
config DIM
	bool "Dimmer" if EXPERT
endif

endmenu

config SOCKET
	bool

config POWER
	bool "Power"

config BATTERY
	bool "Battery"
	depends on LITHIUM
`,
};
const KCONFIG = await readKconfig(async (path) => FILES[path], 'x86');

test.each([
  [
    'LAMP=y',
    'X86=y POWER=y',
    'LAMP=y: became n (drivers/lamp/Kconfig:4): needs SOCKET || BATTERY (SOCKET=n, BATTERY=n)',
  ],
  ['LAMP=m', 'X86=y SOCKET=y', 'LAMP=m: became n (drivers/lamp/Kconfig:4): needs POWER (is n)'],
  [
    'DIM=y',
    'X86=y POWER=y SOCKET=y LAMP=m',
    'DIM=y: became n (drivers/lamp/Kconfig:10): needs LAMP (is m) and EXPERT (there is no EXPERT)',
  ],
  ['BATTERY=y', '', 'BATTERY=y: became n (drivers/lamp/Kconfig:22): needs LITHIUM (there is no LITHIUM)'],
  [
    'SOCKET=y',
    'X86=y',
    'SOCKET=y: became n (drivers/lamp/Kconfig:16): it cannot be asked for; it is selected by X86',
  ],
  ['SOCKET=n', 'X86=y DIM=y SOCKET=y', 'SOCKET=n: became y (drivers/lamp/Kconfig:16): selected by X86'],
  [
    'GOLD=y',
    'X86=y COPPER=y',
    'GOLD=y: became n (arch/x86/Kconfig:16): one of a choice, in which COPPER is set',
  ],
  ['LAMPS=y', '', 'LAMPS=y: this tree has no such symbol. Did you mean LAMP?'],
  ['NOT_A_SYMBOL=y', '', 'NOT_A_SYMBOL=y: this tree has no such symbol'],
])('%s where %s', (asked, values, expected) => {
  const config = configValues(values.replace(/(\w+=)/g, 'CONFIG_$1').replaceAll(' ', '\n'));
  expect(whySymbolDiffers(parseSymbol(asked), KCONFIG, config)).toBe(expected);
});

test('what is not as it was asked for is told, numbers by their value', () => {
  const config = configValues('CONFIG_A=y\nCONFIG_B=m\n# CONFIG_C is not set\nCONFIG_D=0x10\nCONFIG_E="e"\n');
  const asked = ['A=y', 'B=y', 'C=n', 'D=16', 'E="f"', 'F=n', 'G=m'].map(parseSymbol);
  expect(unmet(asked, config).map(({ name }) => name)).toEqual(['B', 'E', 'G']);
});

test('an expression comes to what kconfig makes of it', () => {
  const values = new Map(Object.entries({ A: 'y', B: 'm', N: '64', S: '"text"' }));
  const cases = [
    'A && B',
    '!B',
    'A && !C',
    'C || B',
    'B = m',
    'N >= 32',
    'S = "text"',
    '$(cc-option,-x) && A',
    'A != y',
  ];
  expect(cases.map((one) => evaluateKconfig(one, values))).toEqual([1, 1, 2, 1, 2, 2, 2, 2, 0]);
  expect(conjuncts('(A && (B || C)) && D')).toEqual(['A', 'B || C', 'D']);
});
