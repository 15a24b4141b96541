using SemanticMlr.Edge.Agent;
using SemanticMlr.Edge.Capture.Child;

NativeHeap.Bound();
return CaptureChild.IsRequested(args) ? CaptureChild.Run(args) : await AgentCommand.InvokeAsync(args);
