#!/usr/bin/env node
import { action } from "./bundle/index.js";
await action();
