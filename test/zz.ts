import { findUnprovenSql } from "./support/sql/prove-sql.ts";
const t=Date.now(); const {unproven,sinks}=findUnprovenSql(); console.log(sinks, unproven.length, Date.now()-t); for (const u of unproven) console.log(u.what, u.line);
