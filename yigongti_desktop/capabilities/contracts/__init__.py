"""家庭医生签约: teams, packages, contracts, and the services that a contract promises; knows no other capability."""
