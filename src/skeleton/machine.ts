// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type MorphFile, Node, type ObjectLiteralExpression, Project, QuoteKind } from '../ts-morph.ts';
import { NoSkeleton } from './failures.ts';
import { requireName } from './name.ts';
import { placeNew } from './place.ts';
import { quotedText } from './topic/words.ts';

const PACKAGE = 'kernel-patch-workbench';

/** What a new machine is. */
export interface MachineWish {
  readonly name: string;
  readonly title: string;
  /** The machine that it begins as: its id, and its file, with an absolute path. */
  readonly like: { readonly id: string; readonly file: string };
  /** As many as `like` has where nothing is given. */
  readonly cpus?: number | undefined;
}

/**
 * Writes machines/NAME.ts into a folder, a copy of another machine's file that imports the package; nothing that exists
 * is written over.
 *
 * @returns its path
 * @throws BadName, NameTaken, OutputUnwritable; NoSkeleton where the other's file cannot stand alone
 */
export async function writeMachine(home: string, wish: MachineWish): Promise<string> {
  requireName('a machine', wish.name);
  const file = join(home, 'machines', `${wish.name}.ts`);
  const text = machineText(wish, await readFile(wish.like.file, 'utf8'));
  return placeNew(home, file, text, `a machine ${wish.name}`);
}

function machineText({ name, title, like, cpus }: MachineWish, text: string): string {
  const project = new Project({
    compilerOptions: { noLib: true },
    skipAddingFilesFromTsConfig: true,
    skipFileDependencyResolution: true,
    manipulationSettings: { quoteKind: QuoteKind.Single },
  });
  const file = project.createSourceFile('/machine.ts', text);
  importPackage(file, like);
  const machine = exported(file);
  if (!machine)
    throw new NoSkeleton({
      title: `the machine ${like.id} is not written as one object`,
      where: like.file,
      hint: 'Begin from another one: kpw machines lists them.',
    });
  set(machine, 'id', quotedText(name));
  set(machine, 'title', quotedText(title));
  if (cpus !== undefined) set(machine, 'cpus', String(cpus));
  return file.getFullText();
}

/** One import of the package in place of those of the checkout's files. */
function importPackage(file: MorphFile, { id, file: where }: MachineWish['like']): void {
  const imports = file.getImportDeclarations();
  const local = imports.filter((one) => one.getModuleSpecifierValue().startsWith('.'));
  const other = local.find((one) => one.getDefaultImport());
  if (other)
    throw new NoSkeleton({
      title: `the machine ${id} is another one with changes`,
      where,
      hint: `Begin from that one: --like ${other.getModuleSpecifierValue().replace(/^.*\/|\.ts$/g, '')}`,
    });
  if (local.length === 0) return;
  const names = local.flatMap((one) =>
    one.getNamedImports().map((name) => ({
      name: name.getName(),
      isTypeOnly: one.isTypeOnly() || name.isTypeOnly(),
    })),
  );
  names.sort((a, b) => a.name.localeCompare(b.name, 'en'));
  const kept = local.at(-1);
  for (const one of local) if (one !== kept) one.remove();
  kept?.setModuleSpecifier(PACKAGE);
  kept?.setIsTypeOnly(false);
  kept?.removeNamedImports();
  kept?.addNamedImports(names);
}

function exported(file: MorphFile): ObjectLiteralExpression | undefined {
  let value: Node | undefined = file.getExportAssignment((one) => !one.isExportEquals())?.getExpression();
  while (Node.isSatisfiesExpression(value) || Node.isAsExpression(value)) value = value.getExpression();
  return Node.isObjectLiteralExpression(value) ? value : undefined;
}

/** At its place where it has one; last where not, for fields of another that are spread would win otherwise. */
function set(object: ObjectLiteralExpression, name: string, value: string): void {
  const found = object.getProperty(name);
  if (Node.isPropertyAssignment(found)) {
    found.setInitializer(value);
    return;
  }
  const last = object.getProperties().at(-1);
  const file = object.getSourceFile();
  if (last) file.insertText(last.getEnd(), `,\n  ${name}: ${value}`);
  else object.addPropertyAssignment({ name, initializer: value });
}
