using ModelGen.Benchmarks;
using ModelGen.Benchmarks.Peers;
using ModelGen.Benchmarks.Scaling;
using ModelGen.Benchmarks.StartUp;

try
{
    return args switch
    {
        ["compile-time"] => CompileTime.Table(),
        ["compile-time", "--once", var layers] => CompileTime.Once(layers),
        ["peers", .. var rest] => PeersCommand.Run(rest),
        ["scale", .. var rest] => ScaleCommand.Run(rest),
        ["startup", .. var rest] => StartUpCommand.Run(rest),
        _ => Usage(),
    };
}
catch (UsageException problem)
{
    Console.Error.WriteLine(problem.Message);
    return 2;
}

static int Usage()
{
    Console.Error.WriteLine("""
        Usage: dotnet run -c Release --project benchmarks/ModelGen.Benchmarks -- <command>

          compile-time   how long generating a model of 10 and of 50 layers takes, in a fresh process and in a warm one
          peers          our times beside those of PyTorch and ONNX Runtime; peers --help says more
          scale          how the times of Predict and TrainStep grow with width, depth and batch
          startup        the first calls of a fresh process, with and without ReadyToRun, and the size of the generated code
        """);
    return 1;
}
