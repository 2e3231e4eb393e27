#!/usr/bin/env node
import { actionPost } from "./bundle/index.js";
await actionPost();
