#!/usr/bin/env node
// npm links a command only to a file that is there when it installs, and what is built is not there yet.
import "./dist/main.js";
