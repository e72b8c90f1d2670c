// SPDX-License-Identifier: GPL-2.0-only
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../test/support.ts';
import { moduleWith } from '../kernel/build/testing/elf.ts';
import { loadedParameters } from './loaded.ts';

async function told(loaded: Record<string, string>) {
  const folder = await temporaryFolder();
  const module = async (name: string, fields: string[]) => {
    await writeFile(join(folder, `${name}.ko`), moduleWith([`name=${name}`, ...fields]));
    return { name, path: join(folder, `${name}.ko`) };
  };
  const modules = [
    await module('lamp', ['parmtype=hue:int', 'parm=hue:Colour: of the glow', 'parmtype=debug:bool']),
    await module('lamp_usb', ['parmtype=debug:bool', 'parm=quirks:Of cheap lamps']),
  ];
  try {
    return (await loadedParameters('dim[…]', loaded, modules)).map(
      ({ module: name, options }) => `${name} ${options}`,
    );
  } catch (error) {
    const { code, title, detail, hint } = error as Record<string, string>;
    return [code, title, ...(detail?.split('\n') ?? []), hint];
  }
}

test('a parameter belongs to the module whose .modinfo names it, by its type or its description', async () => {
  expect(await told({ hue: '7', quirks: '0x1' })).toEqual(['lamp hue=7', 'lamp_usb quirks=0x1']);
});

test('where two modules have it, the name says of which one it is', async () => {
  expect(await told({ 'lamp_usb.debug': '1' })).toEqual(['lamp_usb debug=1']);
  expect(await told({ debug: '1' })).toMatchInlineSnapshot(`
    [
      "PARAMETER_MISSING",
      "lamp and lamp_usb have a parameter debug each",
      "Name the module: [lamp.debug=1]",
    ]
  `);
});

test('one that no module has is told with those that there are, and the nearest', async () => {
  expect(await told({ hew: '7' })).toMatchInlineSnapshot(`
    [
      "PARAMETER_MISSING",
      "no module of the cell has a parameter hew",
      "modules: lamp, lamp_usb",
      "parameters: debug, hue, quirks",
      "Did you mean hue?",
    ]
  `);
  expect(await told({ 'lamp.quirks': '1' })).toMatchInlineSnapshot(`
    [
      "PARAMETER_MISSING",
      "no module of the cell has a parameter lamp.quirks",
      "modules: lamp, lamp_usb",
      "parameters: lamp.debug, lamp.hue, lamp_usb.debug, lamp_usb.quirks",
      "Name one of these. Only modules that kpw replaces take parameters, and only those that they declare by module_param().",
    ]
  `);
  expect(await told({ 'usbcore.quirks': '1' })).toMatchInlineSnapshot(`
    [
      "PARAMETER_MISSING",
      "usbcore is none of the modules that the cell loads",
      "modules: lamp, lamp_usb",
      "parameters: lamp.debug, lamp.hue, lamp_usb.debug, lamp_usb.quirks",
      "Name one of these. Only modules that kpw replaces take parameters, and only those that they declare by module_param().",
    ]
  `);
});
