# 医共体工作台　make run 开始演示，make test 运行全部检查
.PHONY: run test setup lint types imports unit both bench fuzz machines crash line year month slips clean
.PHONY: installer-linux installer-linux-check installer-hub installer-hub-check installer-windows installer-windows-check

run: ## 准备好，然后开始演示：中枢、卫生院、市医院
	@installers/source/prepare desk
	@.venv/bin/yigongti demo

test: ## 准备好，然后运行全部检查
	@installers/source/prepare dev
	@$(MAKE) --no-print-directory lint types imports unit

setup: ## 只准备：系统库、.venv、字体
	@installers/source/prepare dev

lint:
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .

types:
	.venv/bin/mypy

imports:
	.venv/bin/lint-imports

# 三个进程：两个核，有的在等
unit:
	.venv/bin/python -m pytest -n 3 --dist loadfile

both: ## 中枢的每项检查在 SQLite 和 PostgreSQL 上各跑一次（make test 里各跑一半）
	YIGONGTI_DATABASES=both .venv/bin/python -m pytest -n 3 --dist loadfile -q tests/hub

bench: ## 与同一次测得的限度相比：每个文件是一个程序
	@failed=0; for program in $(filter-out %/__init__.py,$(wildcard tests/benchmarks/*.py)); do \
		echo "== $$program"; .venv/bin/python -m $$(echo "$${program%.py}" | tr / .) || failed=1; done; exit $$failed

fuzz: ## 长时间地乱敲中枢的门：make fuzz FUZZ=倍数（1 倍约 700 次请求）
	FUZZ=$${FUZZ:-30} .venv/bin/python -m pytest -p no:randomly -q --show-capture=no -o faulthandler_timeout=0 tests/hub/test_fuzz.py

crash: ## 随机杀进程（卫生院、中枢、数据库）再恢复：make crash CRASHES=每种数据库的次数
	CRASHES=$${CRASHES:-120} .venv/bin/python -m pytest -p no:randomly -q -s -o faulthandler_timeout=0 tests/crashes

line: ## 慢、迟、断、吞回答的线路上收发一万条，量重复的字节
	LINE=1 .venv/bin/python -m pytest -p no:randomly -q -s -o faulthandler_timeout=0 tests/sync/test_weak_lines.py

machines: ## 长时间的状态机：make machines EXAMPLES=例数（四台机器合计）
	YIGONGTI_MACHINE_EXAMPLES=$${EXAMPLES:-2000} .venv/bin/python -m pytest -p no:randomly -n 2 -q -o faulthandler_timeout=0 $(wildcard tests/sync/test_*_machine.py)

year: ## 天门 17 个卫生院一年的药品供应，年终核对每一本账
	.venv/bin/python -m tests.benchmarks.year --weeks 52

month: ## 天门一个月 4,000 例双向转诊，月末逐例核对：make month CASES=例数 SEED=种子
	.venv/bin/python -m tests.benchmarks.month --cases $${CASES:-4000} --seed $${SEED:-20261101}

slips: ## 500 张随机转诊单读回核对：make slips SLIP_PICTURES=放十张图片的文件夹
	SLIPS=$${SLIPS:-500} SLIP_PICTURES=$${SLIP_PICTURES:-} .venv/bin/python -m pytest -p no:randomly -q tests/capabilities/referrals/test_random_slips.py

installer-linux: ## 桌面程序的 .deb（UOS、Kylin、Debian），在 Debian 11 根目录里造；要 root
	@installers/source/prepare desk
	@installers/linux/build

installer-linux-check: ## 在全新的 Debian 11 和 12 里装、跑、卸，打一张表
	@installers/linux/check

installer-hub: ## 中枢的 .deb
	@installers/source/prepare desk
	@installers/hub/build

installer-hub-check: ## 中枢：建立、登记、同步、升级、旧工作台再同步；可以另给 PACKAGE、NEXT、DESK
	@installers/source/prepare desk
	@installers/hub/check "$(PACKAGE)" "$(NEXT)" "$(DESK)"

installer-windows: ## 锁定给 Windows 的程序包；安装程序要在 Windows 上用 installers/windows/build.cmd 造
	@installers/windows/wheels

installer-windows-check: ## 编译 Windows 安装程序（内容是桩），在 wine 里装、升级、卸；要 root
	@installers/windows/check

clean:
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
