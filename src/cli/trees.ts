// SPDX-License-Identifier: GPL-2.0-only

import { parseSpec } from '../kernel/spec.ts';
import { listTrees, prune, updateTrees } from '../kernel/trees.ts';
import { type Command, flag, type Terminal } from './command.ts';
import { JSON_OUTPUT } from './options.ts';
import { columns, size } from './table.ts';

export const trees: Command = {
  name: 'trees',
  arguments: '[trees...]',
  summary: 'list the Debian trees that can be had and those that are cached',
  description: `A cached tree is used as it is, without the network, until --update asks the archive for a newer version.
Your own trees need no listing: --tree PATH reads the files on disk, --tree PATH@REV a revision through git.`,
  options: [
    { flags: '--update', help: 'bring cached trees (or those named) to the newest version of the archive' },
    {
      flags: '--prune',
      help: 'remove downloaded packages, superseded trees, and what patches were compiled in',
    },
    JSON_OUTPUT,
  ],
  async run(names, options, terminal) {
    const { context } = terminal;
    if (flag(options, 'prune')) {
      const pruned = await prune(context);
      if (flag(options, 'json')) terminal.print(JSON.stringify(pruned, null, 2));
      else
        terminal.print(
          pruned.map(({ folder, bytes }) => `removed ${folder} (${size(bytes)})`).join('\n') ||
            'nothing to remove',
        );
      return 0;
    }
    if (flag(options, 'update')) {
      const series = names.flatMap((name) => {
        const spec = parseSpec(name, () => false);
        return spec?.kind === 'debian' ? [spec.series] : [];
      });
      const updates = await updateTrees(context, names.length > 0 ? series : undefined);
      terminal.print(
        flag(options, 'json')
          ? JSON.stringify(updates, null, 2)
          : updates.map((update) => JSON.stringify(update)).join('\n'),
      );
      return 0;
    }
    const listing = await listTrees(context);
    if (flag(options, 'json')) {
      terminal.print(JSON.stringify(listing, null, 2));
      return 0;
    }
    terminal.print(
      columns(
        listing.map(({ spec, cached, archive, package: name }) => [
          terminal.colour.bold(spec),
          cached ? `cached ${cached.version} (${size(cached.bytes)})` : terminal.colour.dim('not cached'),
          archiveColumn(cached?.version, archive, terminal),
          terminal.colour.dim(name),
        ]),
        ['tree', 'cache', 'archive', 'package'],
      ),
    );
    return 0;
  },
};

function archiveColumn(
  cached: string | undefined,
  archive: { version: string; bytes: number } | undefined,
  { colour }: Terminal,
): string {
  if (!archive) return colour.dim('not asked yet');
  if (archive.version === cached) return 'the same';
  return `${archive.version} (${size(archive.bytes)})`;
}
