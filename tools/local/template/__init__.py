"""Reading a translated CloudFormation template and creating what it declares."""
