// Opens workbooks in a library and saves them again, many in one process (starting up matters).
//
//   echo '[["exceljs", "in.xlsx", "out.xlsx"], …]' | node resave.mjs
//
// Answers on stdout with one entry for each: null where all went well, else the error's text.
import { readFileSync } from "node:fs";

import ExcelJS from "exceljs";
import XLSX from "xlsx";

const libraries = {
  async exceljs(source, target) {
    const book = new ExcelJS.Workbook();
    await book.xlsx.readFile(source);
    await book.xlsx.writeFile(target);
  },
  async sheetjs(source, target) {
    XLSX.writeFile(XLSX.readFile(source), target);
  },
};

const answers = [];
for (const [library, source, target] of JSON.parse(readFileSync(0, "utf8"))) {
  try {
    await libraries[library](source, target);
    answers.push(null);
  } catch (error) {
    answers.push(String(error?.stack ?? error));
  }
}
process.stdout.write(JSON.stringify(answers));
