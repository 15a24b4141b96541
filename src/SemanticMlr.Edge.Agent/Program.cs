using SemanticMlr.Edge.Agent;
using SemanticMlr.Edge.Capture.Child;
using SemanticMlr.Inference;

NativeHeap.Bound();
if (CaptureChild.IsRequested(args))
{
    return CaptureChild.Run(args);
}

FaultPrinting.Load();
var exitCode = await AgentCommand.InvokeAsync(args);
AbandonedBuild.EndIfAny(exitCode);
return exitCode;
