// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../../context.ts';
import { type Includers, includersOf } from '../../kernel/includes/includers.ts';
import { includedBy, publishedName } from '../../kernel/includes/lines.ts';
import { compiledAs } from '../../kernel/kbuild/compiled-as.ts';
import { Makefiles, type Membership, makefilesAbove } from '../../kernel/kbuild/membership.ts';
import { kconfigsAbove, symbolType } from '../../kernel/kbuild/symbol-type.ts';
import type { Tree } from '../../kernel/tree.ts';
import { WholeTree } from '../../kernel/whole-tree.ts';
import type { NeededModule, Needs, TouchedPart } from './schema.ts';
import type { Ends } from './trees.ts';

/** What is known of the kernel that designs are examined for. */
export interface KernelTarget {
  /** Below arch/: `x86`. */
  readonly folder: string;
  /** Values of its configuration by symbol; undefined where no kernel is at hand. */
  readonly config: ReadonlyMap<string, string> | undefined;
}

/** A header that more files include is taken for one that built-in code has. */
const LOOKED_AT = 60;
/** So many names are told one by one. */
const TOLD = 3;

type State = 'module' | 'built-in' | 'off' | 'undetermined';

/** A file as its Makefiles place it. */
interface Placement {
  readonly state: State;
  readonly modules: readonly NeededModule[];
  readonly why: string;
}

/**
 * What a design touches of a kernel: which modules have to be swapped to see it, and whether code changes that is
 * compiled into the kernel itself. Found from the tree's own Makefiles, Kconfig files and includes; what these do not
 * tell is undetermined.
 *
 * @throws TreeCorrupt, HostLacks, NoSpace
 */
export async function designNeeds(
  ends: Ends,
  tree: Tree,
  target: KernelTarget,
  context: Context,
): Promise<Needs> {
  return new Finder(ends, tree, target, context).needs();
}

class Finder {
  private readonly whole: WholeTree;
  private readonly makefiles: Makefiles;
  private readonly modules = new Map<string, NeededModule>();

  constructor(
    private readonly ends: Ends,
    private readonly tree: Tree,
    private readonly target: KernelTarget,
    private readonly context: Context,
  ) {
    this.whole = new WholeTree(tree, context);
    this.makefiles = new Makefiles(this.read);
  }

  /** As the design leaves the tree; what it removes is looked up as it was. */
  private readonly read = async (path: string): Promise<string | undefined> =>
    this.ends.after.get(path)?.text ?? (await this.whole.read(path));

  async needs(): Promise<Needs> {
    const paths = [...this.ends.after.keys()].sort();
    await this.whole.expect(
      paths.filter((path) => kindOf(path, this.target) === 'code').flatMap(buildFilesOf),
    );
    const headers = paths.filter((path) => ['header', 'uapi'].includes(kindOf(path, this.target)));
    const old = headers.filter((path) => this.ends.before.get(path) !== undefined);
    const includers = await includersOf(this.tree, old, this.context);
    const files: TouchedPart[] = [];
    for (const path of paths) files.push(await this.part(path, includers));
    const source = files.filter(({ part }) => part === 'built-in').map(({ path }) => path);
    return {
      modules: [...this.modules.values()],
      source,
      undetermined: files
        .filter(({ part }) => part === 'undetermined')
        .map(({ path, why }) => `${path}: ${why}`),
      files,
    };
  }

  private async part(
    path: string,
    includers: ReadonlyMap<string, Includers> | undefined,
  ): Promise<TouchedPart> {
    const kind = kindOf(path, this.target);
    const plain = (part: TouchedPart['part'], why: string): TouchedPart => ({ path, part, modules: [], why });
    if (kind === 'architecture')
      return plain(
        'architecture',
        `it is for ${path.split('/')[1]}, and the kernel for ${this.target.folder}`,
      );
    if (kind === 'build')
      return plain('build', 'it says what is compiled; the files that it names are listed separately');
    if (kind === 'beside') return plain('beside', 'no kernel is compiled from it');
    if (kind === 'unknown') return plain('undetermined', 'nothing tells what is made of it');
    if (kind === 'code') {
      const { state, modules, why } = await this.place(path);
      this.take(modules);
      return { path, part: state, modules: modules.map(({ name }) => name), why };
    }
    return this.header(path, kind, includers);
  }

  private async header(
    path: string,
    kind: 'header' | 'uapi',
    includers: ReadonlyMap<string, Includers> | undefined,
  ): Promise<TouchedPart> {
    const told = (part: TouchedPart['part'], why: string, modules: readonly string[] = []): TouchedPart => ({
      ...{ path, part, modules: [...modules] },
      why,
    });
    if (this.ends.before.get(path) === undefined) {
      const users = [...this.ends.after]
        .filter(([, file]) => file && namesHeader(file.text, path))
        .map(([one]) => one);
      return told(
        kind,
        `it is new; ${users.length > 0 ? `${some(users)} of the patches include it` : 'no file of the patches includes it'}`,
      );
    }
    if (!includers)
      return told(
        'undetermined',
        'nobody can tell who includes it: there is neither git nor a source package',
      );
    const { files, headers, many } = includers.get(path) ?? { files: [], headers: [], many: false };
    const own = files.filter((one) => kindOf(one, this.target) === 'code');
    const through = headers.length > 0 ? `, some through ${some(headers)}` : '';
    if (many || own.length > LOOKED_AT) {
      const count = many ? 'hundreds of' : String(own.length);
      if (kind === 'uapi' && this.onlyGrows(path))
        return told('uapi', `${count} files include it, and the design only adds to it`);
      return told(
        'built-in',
        `${count} files include it${through}: among so many there is code that is built in`,
      );
    }
    await this.whole.expect(own.flatMap(buildFilesOf));
    const places: [string, Placement][] = [];
    for (const one of own) places.push([one, await this.place(one)]);
    const at = (state: State) => places.filter(([, place]) => place.state === state).map(([one]) => one);
    const modules = places.flatMap(([, place]) => (place.state === 'module' ? place.modules : []));
    const names = [...new Set(modules.map(({ name }) => name))];
    if (kind === 'uapi' && this.onlyGrows(path))
      return told('uapi', `the design only adds to it; ${some(own)} include it`, names);
    if (at('built-in').length > 0)
      return told('built-in', `${some(at('built-in'))}, which is built in, includes it${through}`, names);
    if (at('undetermined').length > 0)
      return told(
        'undetermined',
        `${some(at('undetermined'))} includes it, and ${places.find(([, one]) => one.state === 'undetermined')?.[1].why}`,
        names,
      );
    this.take(modules);
    const where =
      own.length > 0
        ? `${some(own)} ${own.length === 1 ? 'includes' : 'include'} it${through}`
        : 'no code for this architecture includes it';
    return told(kind, where, names);
  }

  private take(modules: readonly NeededModule[]): void {
    for (const module of modules) if (!this.modules.has(module.name)) this.modules.set(module.name, module);
  }

  /** Whether the design takes no line of a header away: what was compiled with it before is what it was. */
  private onlyGrows(path: string): boolean {
    const rest = (this.ends.after.get(path)?.text ?? '').split('\n');
    let at = 0;
    for (const line of (this.ends.before.get(path)?.text ?? '').split('\n')) {
      at = rest.indexOf(line, at) + 1;
      if (at === 0) return false;
    }
    return true;
  }

  private async place(path: string): Promise<Placement> {
    const { memberships, unknown } = await this.makefiles.placeOf(path);
    if (memberships.length === 0)
      return { state: 'undetermined', modules: [], why: unknown[0] ?? 'no Makefile names it' };
    const places: Placement[] = [];
    for (const one of memberships) places.push(await this.compiled(one));
    const first = (state: State) => places.find((place) => place.state === state);
    const found = first('built-in') ?? first('module') ?? first('undetermined') ?? first('off');
    const modules = places.filter(({ state }) => state === 'module').flatMap((place) => place.modules);
    return { ...(found as Placement), modules };
  }

  private async compiled(membership: Membership): Promise<Placement> {
    const { module, folder, symbols } = membership;
    const { config } = this.target;
    const own = { name: module, folder, symbols: symbols.map((name) => valued(name, config)) };
    const built = (state: State, why: string): Placement => ({
      state,
      modules: state === 'module' ? [own] : [],
      why,
    });
    if (!config) return this.withoutConfig(membership, built);
    const { state, why, lacks } = compiledAs(membership, config);
    return lacks !== undefined && (await this.isNew(lacks, folder))
      ? built('undetermined', `CONFIG_${lacks} is new, and no cached kernel was configured with it`)
      : built(state, why);
  }

  private async withoutConfig(
    { module, folder, symbol, fixed, makefile }: Membership,
    built: (state: State, why: string) => Placement,
  ): Promise<Placement> {
    if (fixed === 'm') return built('module', `${makefile} makes ${module} of it`);
    if (symbol === undefined) return built('built-in', `${makefile} builds it in`);
    await this.whole.expect(kconfigsAbove(folder));
    const type = await symbolType(this.read, folder, symbol);
    if (type?.type === 'tristate')
      return built(
        'module',
        `${makefile} makes ${module} of it where CONFIG_${symbol}=m (${type.file}:${type.line}: tristate); no kernel's configuration is at hand`,
      );
    if (type?.type === 'bool')
      return built(
        'built-in',
        `${makefile} builds it in where CONFIG_${symbol}=y (${type.file}:${type.line}: bool)`,
      );
    return built(
      'undetermined',
      `${makefile} asks for CONFIG_${symbol}, of which no Kconfig file above ${folder} says the type`,
    );
  }

  /** Whether the design itself brings a symbol. */
  private async isNew(symbol: string, folder: string): Promise<boolean> {
    const touched = [...this.ends.after.keys()].filter((path) => /(^|\/)Kconfig[^/]*$/.test(path));
    const defines = (text: string | undefined) =>
      new RegExp(`^\\s*(?:menu)?config\\s+${symbol}\\s*$`, 'm').test(text ?? '');
    if (!touched.some((path) => defines(this.ends.after.get(path)?.text))) return false;
    await this.whole.expect(kconfigsAbove(folder));
    return !touched.some((path) => defines(this.ends.before.get(path)?.text));
  }
}

function valued(
  name: string,
  config: ReadonlyMap<string, string> | undefined,
): NeededModule['symbols'][number] {
  const value = config?.get(name);
  return value === undefined ? { name } : { name, value };
}

type Kind = 'code' | 'header' | 'uapi' | 'architecture' | 'build' | 'beside' | 'unknown';

const BESIDE =
  /^(Documentation|LICENSES|samples|scripts|tools|usr)\/|^(CREDITS|MAINTAINERS|COPYING|README|\.[^/]+)$|\.(rst|txt|yaml|dts|dtsi|dtso|md|json|py|sh|pl)$|(^|\/)\.[^/]+$/;

function kindOf(path: string, { folder }: Pick<KernelTarget, 'folder'>): Kind {
  const architecture = /^arch\/([^/]+)\//.exec(path)?.[1];
  if (architecture !== undefined && architecture !== folder) return 'architecture';
  if (BESIDE.test(path)) return 'beside';
  if (/(^|\/)(Kconfig|Makefile|Kbuild)[^/]*$/.test(path)) return 'build';
  if (/^(arch\/[^/]+\/)?include\/uapi\/.*\.h$/.test(path)) return 'uapi';
  if (path.endsWith('.h')) return 'header';
  return /\.(c|S|rs)$/.test(path) ? 'code' : 'unknown';
}

/** Makefiles and Kconfig files that a file of C may be named by. */
function buildFilesOf(path: string): string[] {
  const makefiles = makefilesAbove(path);
  return [...makefiles, ...makefiles.map((one) => one.replace(/[^/]+$/, 'Kconfig'))];
}

function namesHeader(text: string, header: string): boolean {
  const name = publishedName(header) ?? header.slice(header.lastIndexOf('/') + 1);
  return includedBy(text).some((one) => one.slice(1, -1).endsWith(name));
}

function some(names: readonly string[]): string {
  if (names.length === 0) return 'nothing';
  const more = names.length > TOLD ? [`${names.length - TOLD} more`] : [];
  return [...names.slice(0, TOLD), ...more].join(', ');
}
