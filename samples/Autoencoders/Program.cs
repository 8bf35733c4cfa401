using Autoencoders;
using ModelGen.Data;
using Samples;

string[] parts = ["denoise", "variational"];
string help = ClothesOptions.Help("Takes noise off pictures of clothes, and lays them out in a plane.", "Autoencoders", parts);
return CommandLine.Run(args, help, () => Run(ClothesOptions.Parse(args, parts)));

static void Run(ClothesOptions options)
{
    (Dataset<int> training, Dataset<int> test) = options.Load();
    Console.WriteLine($"{training.Count} images to learn from, {test.Count} of the test");
    foreach (string part in options.Parts)
    {
        Console.WriteLine();
        if (part == "denoise") Denoising.Run(training, test, options);
        else Variational.Run(training, test, options);
    }
}
