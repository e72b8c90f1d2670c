// SPDX-License-Identifier: GPL-2.0-only
import { type Anchor, locate } from '../../../src/c/anchor.ts';
import type { Edit } from '../../../src/c/edit.ts';
import type { TopLevel } from '../../../src/c/fragment.ts';
import type { SourceFile } from '../../../src/c/parse.ts';
import { behind } from './insertion.ts';

const STUB: Anchor = {
  id: 'A13',
  words: 'the stub of irq_domain_check_msi_remap() for kernels without interrupt domains',
  query: `((function_definition declarator: (function_declarator declarator: (identifier) @name)) @site
           (#eq? @name "irq_domain_check_msi_remap"))`,
  like: 'static inline bool irq_domain_check_msi_remap(void)',
};

/** Interrupt domains: up to v6.2 they say whether an MSI controller remaps. */
export interface IrqDomain {
  /** A stub for kernels without CONFIG_IRQ_DOMAIN. */
  gainsStub(text: TopLevel): Edit[];
}

export function irqDomain(header: SourceFile): IrqDomain {
  return {
    gainsStub: (text) => [behind(locate(header, STUB), text, 'A13', 'a stub without CONFIG_IRQ_DOMAIN')],
  };
}
