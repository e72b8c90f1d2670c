// SPDX-License-Identifier: GPL-2.0-only
import type { Target } from '../../c/target.ts';
import type { SideFiles } from '../headers/files.ts';
import { headerInFile } from '../headers/header-set.ts';
import type { HeaderSet, HeaderText } from '../model.ts';
import { asmRoot } from './asm.ts';

/** One header under an installed name, and what it includes as far as that lies below the same folder. */
export class OneHeader implements HeaderSet {
  private readonly headers = new Map<string, HeaderText | undefined>();

  constructor(
    readonly origin: string,
    private readonly file: { readonly name: string; readonly path: string },
    private readonly files: Pick<SideFiles, 'read'>,
  ) {}

  names(): readonly string[] {
    return [this.file.name];
  }

  get(name: string, target: Target): HeaderText | undefined {
    const path = name === this.file.name ? this.file.path : this.pathOf(name, target);
    if (path === undefined) return undefined;
    const key = `${name}\0${path}`;
    if (!this.headers.has(key))
      this.headers.set(
        key,
        this.exists(path) ? headerInFile(name, path, () => this.files.read(path)) : undefined,
      );
    return this.headers.get(key);
  }

  private pathOf(name: string, target: Target): string | undefined {
    if (!name.startsWith('asm/')) return name;
    const root = asmRoot(target, {
      exists: (path) => this.exists(path),
      holdsAsm: (folder) => this.exists(`${folder}/asm/types.h`),
    });
    return root === undefined ? undefined : `${root}${name}`;
  }

  private exists(path: string): boolean {
    return this.files.read(path) !== undefined;
  }
}
