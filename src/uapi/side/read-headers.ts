// SPDX-License-Identifier: GPL-2.0-only
import type { Target } from '../../c/target.ts';
import type { HeaderSet, HeaderText } from '../model.ts';
import type { UapiSide } from './side.ts';

/** Headers without some, on both sides alike: nobody knows whether those differ. */
class Without implements HeaderSet {
  constructor(
    private readonly all: HeaderSet,
    private readonly paths: readonly string[],
  ) {}

  get origin(): string {
    return this.all.origin;
  }

  names(target: Target): readonly string[] {
    return this.all.names(target).filter((name) => this.get(name, target) !== undefined);
  }

  get(name: string, target: Target): HeaderText | undefined {
    const header = this.all.get(name, target);
    return header && ![name, header.path].some((one) => this.isHidden(one)) ? header : undefined;
  }

  private isHidden(one: string): boolean {
    return this.paths.some((path) => path === '' || one === path || one.startsWith(`${path}/`));
  }
}

/**
 * Two sides without the headers that either of them cannot read: what is missing on one is not gone. `tre-not-read` names
 * them.
 */
export function withReadHeaders<T extends { readonly before: UapiSide; readonly after: UapiSide }>(
  sides: T,
): T {
  const { before, after } = sides;
  const paths = [before, after].flatMap(({ files }) => [...(files.unread?.keys() ?? [])]);
  if (paths.length === 0) return sides;
  const shown = (side: UapiSide) => ({ ...side, headers: new Without(side.headers, paths) });
  return { ...sides, before: shown(before), after: shown(after) };
}
