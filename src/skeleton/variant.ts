// SPDX-License-Identifier: GPL-2.0-only
import { dirname, join, relative } from 'node:path';
import { type MorphFile, Node, type ObjectLiteralExpression, Project } from '../ts-morph.ts';
import { NoSkeleton } from './failures.ts';
import { addVariant, type NewVariant, sourceOf } from './listed.ts';

/**
 * A variant of its own from the topic's skeleton, in `variants/<name>.ts`, listed in the topic's index.
 *
 * @param folder the topic's
 * @param taken ids of its variants
 * @throws BadName, NameTaken, NoSkeleton, OutputUnwritable
 */
export async function writeVariant(
  folder: string,
  name: string,
  taken: readonly string[],
): Promise<NewVariant> {
  return addVariant(folder, name, taken, async (exported) => {
    const project = new Project({
      compilerOptions: { noLib: true },
      skipAddingFilesFromTsConfig: true,
      skipFileDependencyResolution: true,
    });
    const skeleton = await sourceOf(join(folder, 'skeleton.ts'));
    return { text: fromSkeleton(project, folder, name, exported, skeleton).getFullText() };
  });
}

function fromSkeleton(
  project: Project,
  folder: string,
  name: string,
  exported: string,
  text: string,
): MorphFile {
  const path = join(folder, 'variants', `${name}.ts`);
  const file = project.createSourceFile(path, text);
  for (const imported of file.getImportDeclarations()) {
    const target = imported.getModuleSpecifierValue();
    if (target.startsWith('.'))
      imported.setModuleSpecifier(relative(dirname(path), join(folder, target)).replace(/^(?!\.)/, './'));
  }
  const variable = file.getVariableDeclarations().find((one) => one.isExported());
  const value = variable?.getInitializer();
  if (!variable || !Node.isObjectLiteralExpression(value)) {
    throw new NoSkeleton({
      title: 'the skeleton exports no variant',
      where: join(folder, 'skeleton.ts'),
      hint: 'Export one object there, of type Variant: see docs/topics.md.',
    });
  }
  variable.set({ name: exported });
  setText(value, 'id', name);
  setText(value, 'title', name.replaceAll('-', ' '));
  return file;
}

function setText(object: ObjectLiteralExpression, property: string, text: string): void {
  const found = object.getProperty(property);
  if (Node.isPropertyAssignment(found)) found.setInitializer(`'${text}'`);
}
