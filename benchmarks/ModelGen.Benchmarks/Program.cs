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

          compile-time   how long analyzer and generator take for models of 10, 50 and 200 layers: in a fresh process, and after edits
        """);
    return 1;
}
