import type { Config } from './config';
import fs = require('fs');
import * as path from "path";
export type { Other } from './other';
const legacy = require('legacy');

export interface Store<T> extends Base {
  get(key: string): T | undefined;
  readonly size: number;
  on: (event: string) => void;
}

export type Handler = (event: Event) => void;

export const enum Level { Low, High }

declare module 'ambient' {
  export function ambient(name: string): void;
}

namespace Geometry.Shapes {
  export class Circle {
    area(): number { return 0; }
  }
}

export abstract class Service<T = unknown> implements Store<T> {
  private cache = new Map<string, T>();
  handler: Handler = (event) => {};

  constructor(private readonly config: Config, public name?: string) {
    super();
  }

  abstract load(id: number, ...rest: string[]): Promise<T>;

  get(key: string): T;
  get(key: string, fallback?: T): T {
    return this.cache.get(key) ?? fallback!;
  }

  @log()
  protected static async build<U>(this: void, { a, b }: { a: U; b: U }): Promise<U> {
    const inner = <V,>(v: V): V => v;
    return inner(a);
  }

  get value(): number { return 1; }
}

export function isString(x: unknown): x is string;
export function isString(x: unknown, strict: boolean = true): boolean {
  return typeof x === 'string';
}

export const parse = async function* (text: string, [head]: string[]) {};
