using SemanticMlr.Edge.Capture.Child;

if (CaptureChild.IsRequested(args))
{
    return CaptureChild.Run(args);
}

return 0;
