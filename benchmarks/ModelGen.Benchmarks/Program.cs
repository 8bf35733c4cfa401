using ModelGen.Benchmarks;
using ModelGen.Benchmarks.Arm;
using ModelGen.Benchmarks.DataParallel;
using ModelGen.Benchmarks.Functions;
using ModelGen.Benchmarks.Native;
using ModelGen.Benchmarks.Peers;
using ModelGen.Benchmarks.Precision;
using ModelGen.Benchmarks.Scaling;
using ModelGen.Benchmarks.StartUp;
using ModelGen.Benchmarks.Updates;
using ModelGen.Benchmarks.Variants;
using ModelGen.Benchmarks.Whole;

try
{
    return args switch
    {
        ["compile-time"] => CompileTime.Table(writeDocs: false),
        ["compile-time", "--docs"] => CompileTime.Table(writeDocs: true),
        ["compile-time", "--once", var layers] => CompileTime.Once(layers),
        ["compile-time", "--functions"] => FunctionTime.Table(),
        ["compile-time", "--bounds"] => BoundsTime.Table(writeDocs: false),
        ["compile-time", "--bounds", "--docs"] => BoundsTime.Table(writeDocs: true),
        ["compile-time", "--zoo", .. var networks] => ZooTime.Table(networks),
        ["compile-time", "--zoo-once", var network] => ZooTime.Once(network),
        ["peers", .. var rest] => PeersCommand.Run(rest),
        ["scale", .. var rest] => ScaleCommand.Run(rest),
        ["scaling", .. var rest] => ScalingCommand.Run(rest),
        ["startup", .. var rest] => StartUpCommand.Run(rest),
        ["csv"] => CsvSpeed.Table(),
        ["native", .. var rest] => NativeCommand.Run(rest),
        ["update", .. var rest] => new VariantsCommand(
            "update", "Their updates do more than plain Adam's, and are measured in turn with it.", UpdateSeries.All).Run(rest),
        ["functions", .. var rest] => new VariantsCommand(
            "functions",
            "A layer or loss is the library's in one model, and a function of the user in the other.",
            FunctionSeries.All).Run(rest),
        ["arm", .. var rest] => ArmCommand.Run(rest),
        ["whole", .. var rest] => WholeCommand.Run(rest),
        ["precision", .. var rest] => PrecisionCommand.Run(rest),
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

          compile-time   how long analyzer and generator take for models of 10, 50 and 200 layers: in a fresh process, and after edits;
                         compile-time --zoo [networks]: generator and C# compiler for networks of samples/Zoo;
                         compile-time --functions: edits of functions of the user;
                         compile-time --bounds: declarations of extreme numbers, refused and accepted
          peers          our times beside those of PyTorch and ONNX Runtime; peers --help says more
          scale          how the times of Predict and TrainStep grow with width, depth and batch
          scaling        training in several processes: measured with those that fit here, and calculated for many machines
          startup        the first calls of a fresh process, with and without ReadyToRun, and the size of the generated code
          precision      accuracy lost and bytes won on Fashion-MNIST with weights of 16 and 8 bits: precision [epochs] [folder]
          whole          predictions in whole numbers of 8 bits beside those in floats
          csv            how fast a CSV file of a million rows is streamed, beside the package Sep
          native         an app published with and without the just-in-time compiler: times, sizes, bits, two threads; what vector
                         widths and missing instructions cost
          update         what penalties, clipping, limits and averages in the update cost a training step
          functions      layers and losses that are functions of the user, beside those of the library
          arm            the instructions in the loops of products on Arm64, made by Crossgen2 on any machine
        """);
    return 1;
}
