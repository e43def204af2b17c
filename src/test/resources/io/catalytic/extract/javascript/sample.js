'use strict';
import fs, { readFile as read } from 'node:fs';
import './side-effect.js';
export * from "./other.js";
export { a as b } from './named.js';
const path = require('path');
const { join } = require("node:path");
const dynamic = () => import('./lazy.js');
const not = require(path.name);

export default function main(argv, { verbose = false, ...rest } = {}, [first], ...others) {
  return argv.map(function (x) { return x; });
}

export async function* walk(dir, depth = 0) {
  function visit(entry) {}
  yield* visit(dir);
}

const add = (a, b) => a + b, square = n => n * n;
let later;
later = async function named(task) {};
exports.handler = (event, context) => {};
Queue.prototype.push = function (item) { this.items.push(item); };

class Queue extends Base {
  #secret = (key) => key;
  static count = 0;
  handle = async (event) => {};
  constructor(items = []) { super(); }
  get size() { return 0; }
  set size(value) {}
  static async *[Symbol.iterator]() {}
  #hidden(a) {}
}

const api = {
  get(url) {},
  post: function (url, body) {},
  'quoted-name': (x) => x,
  nested: { deep: async () => {} },
};

const Anonymous = class { run() {} };
const Outer = class Inner { go() {} };
setTimeout(function tick(now) {}, 10);
[1].forEach(() => { class Hidden { method() {} } });
