<<<<<<< HEAD
"""家庭医生签约: teams, packages, contracts, and the services that a contract promises; knows no other capability."""
=======
"""Family-doctor contracts: teams, packages, contracts and what was served of them; knows no other capability."""
>>>>>>> s12-g
