// Plans a folder of JSON definitions: plan.js FOLDER STATE [--write]. What a team would write with a regular expression.
'use strict';
const { createHash } = require('node:crypto');
const { readFileSync, readdirSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const VARIABLE = /[{<]([A-Z][A-Z0-9_]*)[}>]/g;
const BUILT_IN = ['BUILD_DATE', 'BUILD_DAY', 'BUILD_TIME'];

function filesBelow(folder, relative, found) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) {
      filesBelow(join(folder, entry.name), relative + entry.name + '/', found);
    } else if (relative !== '' || entry.name !== 'variables.json') {
      found.push(relative + entry.name);
    }
  }
  return found;
}

function canonical(value) {
  if (Array.isArray(value)) {
    return '[' + value.map(canonical).join(',') + ']';
  }
  if (value !== null && typeof value === 'object') {
    return '{' + Object.keys(value).sort().map(key => JSON.stringify(key) + ':' + canonical(value[key])).join(',') + '}';
  }
  return JSON.stringify(value);
}

function main(folder, stateFile, write) {
  const values = new Map(BUILT_IN.map(name => [name, `{${name}}`]));
  for (const [name, value] of Object.entries(JSON.parse(readFileSync(join(folder, 'variables.json'), 'utf8')))) {
    values.set(name, JSON.stringify(value).slice(1, -1)); // as it stands inside the quotes of a JSON text
  }
  const fingerprints = {};
  for (const name of filesBelow(folder, '', [])) {
    const text = readFileSync(join(folder, name), 'utf8').replace(VARIABLE, (use, variable) => {
      const value = values.get(variable);
      if (value === undefined) {
        throw new Error(`${name}: the variable ${variable} does not exist`);
      }
      return value;
    });
    fingerprints[name.slice(0, -5)] = createHash('sha256').update(canonical(JSON.parse(text))).digest('hex');
  }
  if (write) {
    writeFileSync(stateFile, JSON.stringify(fingerprints));
    return;
  }
  const known = JSON.parse(readFileSync(stateFile, 'utf8'));
  const different = Object.keys(fingerprints).filter(name => known[name] !== fingerprints[name]).sort();
  process.stdout.write(different.map(name => name + '\n').join(''));
}

main(process.argv[2], process.argv[3], process.argv.includes('--write'));
