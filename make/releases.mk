# What a release promises, tried at random.

.PHONY: release-campaign
release-campaign: $(TEST_STAMP) ## 10,000 reformattings keep a pack's hash, 10,000 one-token edits change it (COUNT=…, SEED=…)
	@$(PYTHON) -m tests.releases.campaign $(or $(COUNT),10000) $(or $(SEED),1)

.PHONY: task-pages
task-pages: setup ## write what the commands of docs/tasks/ really print and change
	@$(PYTHON) docs/tools/task_pages.py
