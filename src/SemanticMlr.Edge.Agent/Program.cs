using SemanticMlr.Edge.Agent;
using SemanticMlr.Edge.Capture.Child;
using SemanticMlr.Inference;

NativeHeap.Bound();
var exitCode = CaptureChild.IsRequested(args) ? CaptureChild.Run(args) : await AgentCommand.InvokeAsync(args);
AbandonedBuild.EndIfAny(exitCode);
return exitCode;
