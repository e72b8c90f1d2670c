// SPDX-License-Identifier: GPL-2.0-only
import htm from 'htm';
import { type ComponentChildren, h, type VNode } from 'preact';
import { renderToStaticMarkup } from 'preact-render-to-string';
import { visible } from './visible.ts';

export type Markup = ComponentChildren;

type Template = (strings: TemplateStringsArray, ...values: unknown[]) => VNode | VNode[];

/** Nested markup; every text in it is escaped, and shows what it is made of (see visible.ts). */
export const html: Template = (htm as unknown as { bind(make: unknown): Template }).bind(
  (type: string, properties: Record<string, unknown> | null, ...children: unknown[]) =>
    h(type as never, shownProperties(properties) as never, ...(children.map(shown) as never[])),
);

/** Markup that another library has made, and that is trusted as it is. */
export const trusted = (markup: string, element = 'div', className?: string): VNode =>
  h(element as never, { class: className, dangerouslySetInnerHTML: { __html: markup } } as never);

export function markupText(markup: Markup): string {
  return renderToStaticMarkup(h('x-root' as never, null as never, markup as never)).replace(
    /^<x-root>|<\/x-root>$/g,
    '',
  );
}

function shown(child: unknown): unknown {
  if (typeof child === 'string') return visible(child);
  return Array.isArray(child) ? child.map(shown) : child;
}

function shownProperties(properties: Record<string, unknown> | null): Record<string, unknown> | null {
  if (!properties) return null;
  return Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [
      key,
      typeof value === 'string' ? visible(value) : value,
    ]),
  );
}
