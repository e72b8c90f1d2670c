// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writingTo } from '../../output.ts';
import { NameTaken } from '../failures.ts';
import { gitignoreFile, readmeFile, settingsFile, tsconfigFile } from './folder-files.ts';
import { machineName, newMachineText } from './machine-file.ts';
import type { TopicPlan } from './plan.ts';
import {
  contractFile,
  indexFile,
  layoutFile,
  newVariantText,
  rowsFile,
  skeletonFile,
  subsystemFile,
  VARIANT,
} from './source-files.ts';
import { makefile, program, testProgramText } from './test-files.ts';

/** Where a topic is written, and what of its surroundings is there already. */
export interface TopicPlace {
  /** Folder that gets the topic's own. */
  readonly home: string;
  /** Something finds topics of that folder: kpw.config.json is not written. */
  readonly found: boolean;
  /** The checkout, for the types of the package. */
  readonly project: string;
}

/** Paths of all that was written, and what was left as it is. */
export interface MadeTopic {
  readonly folder: string;
  readonly files: readonly string[];
}

/**
 * Writes a whole topic, beside its place and put there when it is whole; nothing that exists is written over.
 *
 * @throws NameTaken, OutputUnwritable
 */
export async function makeTopic(plan: TopicPlan, place: TopicPlace): Promise<MadeTopic> {
  const { name } = plan;
  const folder = join(place.home, name);
  if (existsSync(folder))
    throw new NameTaken({
      title: `there is a folder ${name} already`,
      where: folder,
      hint: 'Choose another name, or stand in another folder.',
    });
  const own: Readonly<Record<string, string>> = {
    'README.md': readmeFile(plan),
    'index.ts': indexFile(plan),
    'layout.ts': layoutFile(plan),
    'contract.ts': contractFile(plan),
    'rows.ts': rowsFile(plan),
    'subsystem.ts': subsystemFile(plan),
    'skeleton.ts': skeletonFile(plan),
    [`variants/${VARIANT}.ts`]: newVariantText(plan),
    [`machines/${machineName(plan)}.ts`]: newMachineText(plan),
    'tests/Makefile': makefile(plan),
    [`tests/${testProgramText(plan)}.c`]: program(plan),
  };
  return writingTo(
    place.home,
    async () => {
      const beside = join(place.home, `.${name}.${process.pid}.tmp`);
      try {
        for (const [path, text] of Object.entries(own)) {
          await mkdir(dirname(join(beside, path)), { recursive: true });
          await writeFile(join(beside, path), text);
        }
        await rename(beside, folder);
      } finally {
        await rm(beside, { recursive: true, force: true });
      }
      const around = await surroundings(plan, place);
      return { folder, files: [...Object.keys(own).map((path) => join(folder, path)), ...around] };
    },
    'Make the folder writable, or stand in another.',
  );
}

/** What an editor, git and kpw want beside topics, where nobody has it. */
async function surroundings(plan: TopicPlan, { home, found, project }: TopicPlace): Promise<string[]> {
  const wanted: [string, string][] = [
    ...(found ? [] : ([['kpw.config.json', settingsFile(plan)]] as [string, string][])),
    ...(above(home, 'tsconfig.json') ? [] : ([['tsconfig.json', tsconfigFile()]] as [string, string][])),
    ...(existsSync(join(home, '.gitignore'))
      ? []
      : ([['.gitignore', gitignoreFile()]] as [string, string][])),
  ];
  const made: string[] = [];
  for (const [name, text] of wanted) {
    await writeFile(join(home, name), text, { flag: 'wx' });
    made.push(join(home, name));
  }
  const linked = join('node_modules', 'kernel-patch-workbench');
  if (!above(home, linked)) {
    // As npm link does it: editors and tsc find the types there.
    await mkdir(join(home, 'node_modules'), { recursive: true });
    await symlink(project, join(home, linked));
    made.push(join(home, linked));
  }
  return made;
}

/** Whether a folder or one above it has something. */
function above(from: string, name: string): boolean {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, name))) return true;
    if (dirname(folder) === folder) return false;
  }
}
