// Writes the files beside it, with writers that share no code with our readers: apache-arrow 21.2.0, hyparquet-writer 0.17.0 and
// jpeg-js 0.4.4 from npm.
//   npm install apache-arrow@21.2.0 hyparquet-writer@0.17.0 jpeg-js@0.4.4 && node make_files.mjs
import { writeFileSync } from 'node:fs'
import * as arrow from 'apache-arrow'
import { parquetWriteBuffer } from 'hyparquet-writer'
import jpeg from 'jpeg-js'

const folder = new URL('.', import.meta.url)
const count = 300 // Several row groups and batches.
const rows = Array.from({ length: count }, (_, i) => i)
const missing = (i, value) => (i % 7 === 3 ? null : value)
const towns = ['York', 'Bath', 'Zürich']
const columns = {
  byte: rows.map(i => (i % 200) - 100),
  whole: rows.map(i => missing(i, i * 1000 - 7)),
  long: rows.map(i => missing(i, BigInt(i) * 1_000_000_007n)),
  single: rows.map(i => Math.fround(i / 3)),
  real: rows.map(i => missing(i, i / 7)),
  flag: rows.map(i => missing(i, i % 3 === 0)),
  town: rows.map(i => missing(i, towns[i % 3])),
  name: rows.map(i => `n${i}`),
}

// Truth values plain, and once as run lengths.
const types = { byte: 'INT32', whole: 'INT32', long: 'INT64', single: 'FLOAT', real: 'DOUBLE', flag: 'BOOLEAN', town: 'STRING', name: 'STRING' }
for (const codec of ['UNCOMPRESSED', 'SNAPPY']) {
  const bytes = parquetWriteBuffer({
    columnData: Object.entries(columns).map(([name, data]) => (
      { name, data, type: types[name], nullable: data.includes(null), ...(name === 'flag' ? { encoding: 'PLAIN' } : {}) })),
    codec,
    rowGroupSize: 128,
  })
  writeFileSync(new URL(`table.${codec.toLowerCase()}.parquet`, folder), new Uint8Array(bytes))
}

writeFileSync(new URL('booleans.rle.parquet', folder), new Uint8Array(parquetWriteBuffer(
  { columnData: [{ name: 'flag', data: columns.flag, type: 'BOOLEAN', nullable: true, encoding: 'RLE' }] })))

const arrows = {
  byte: new arrow.Int8(), whole: new arrow.Int32(), long: new arrow.Int64(), single: new arrow.Float32(), real: new arrow.Float64(),
  flag: new arrow.Bool(), town: new arrow.Dictionary(new arrow.Utf8(), new arrow.Int16()), name: new arrow.Utf8(),
}
const batches = []
const schema = new arrow.Schema(Object.entries(arrows).map(([name, type]) => new arrow.Field(name, type, true)))
const vectors = Object.fromEntries(Object.entries(columns).map(([name, data]) => [name, arrow.vectorFromArray(data, arrows[name])]))
const table = new arrow.Table(schema, vectors)
writeFileSync(new URL('table.arrow', folder), arrow.tableToIPC(table, 'file'))
writeFileSync(new URL('table.arrows', folder), arrow.tableToIPC(table, 'stream'))

// A list column cannot be an input.
const lists = arrow.vectorFromArray([[1, 2], [3]], new arrow.List(new arrow.Field('item', new arrow.Int32())))
writeFileSync(new URL('lists.arrow', folder), arrow.tableToIPC(new arrow.Table({ x: lists }), 'file'))

// Smooth colours, so that decoders differ by little. The expected pixels are those of jpeg-js.
for (const [name, width, height] of [['wide', 33, 20], ['square', 16, 16]]) {
  const data = Buffer.alloc(width * height * 4)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) data.set([(x * 255) / (width - 1), (y * 255) / (height - 1), 128, 255], (y * width + x) * 4)
  }
  const bytes = jpeg.encode({ data, width, height }, 95).data
  writeFileSync(new URL(`${name}.jpg`, folder), bytes)
  writeFileSync(new URL(`${name}.rgba`, folder), jpeg.decode(bytes, { useTArray: true }).data)
}
