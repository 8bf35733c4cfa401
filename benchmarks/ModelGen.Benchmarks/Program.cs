using ModelGen.Benchmarks;

return args switch
{
    ["compile-time"] => CompileTime.Table(),
    ["compile-time", "--once", var layers] => CompileTime.Once(layers),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        Usage: dotnet run -c Release --project benchmarks/ModelGen.Benchmarks -- <command>

          compile-time   how long generating a model of 10 and of 50 layers takes, in a fresh process and in a warm one
        """);
    return 1;
}
