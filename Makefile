# make run | make test | make bench | make check
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help run test bench check need-cargo need-node

LISTEN ?= 127.0.0.1:8080
DATABASE ?= sqlite:target/demo/htqlcl.sqlite

help:
	@echo "make run    build the product and serve it with demo data on $(LISTEN)"
	@echo "make test   format, lints and all tests, on SQLite, PostgreSQL and Chromium"
	@echo "make bench  measure, and compare with the targets"
	@echo "make check  make test, then licences and known weaknesses of all crates"

run: need-cargo need-node
	@mkdir -p target/demo
	@cargo run --profile first -p htqlcl -- serve --demo --listen "$(LISTEN)" --database "$(DATABASE)"

test: need-cargo need-node
	@cargo fmt --all --check
	@RUSTC_WORKSPACE_WRAPPER="$(CURDIR)/tools/lint-rustc" cargo build --workspace --all-targets
	@browser="$$(tools/find-chromium)"; eval "$$browser"; \
		RUSTC_WORKSPACE_WRAPPER="$(CURDIR)/tools/lint-rustc" tools/with-postgres cargo test --workspace

bench: need-cargo need-node
	@cargo build --release -p htqlcl -p bench
	@"$${CARGO_TARGET_DIR:-target}/release/bench"

check: test
	@tools/check-deny

need-cargo:
	@command -v cargo >/dev/null || { echo "cargo is missing: install Rust 1.95 or newer" >&2; exit 1; }

need-node:
	@[[ -n "$${HTQLCL_ASSETS:-}" || "$$(node --version 2>/dev/null)" =~ ^v([2-9][0-9]|[1-9][0-9]{2,})\. ]] || \
		{ echo "Node.js is missing or too old: install Node.js 20 or newer, or set HTQLCL_ASSETS" >&2; exit 1; }
