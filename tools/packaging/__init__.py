"""From the source tree to what CloudFormation deploys: staged app, code zip, layer zip, template."""
