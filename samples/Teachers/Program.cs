using ModelGen.Data;
using Samples;
using Teachers;

string[] parts = ["distill", "tasks"];
string help = ClothesOptions.Help(
    "A small network learns from a large one, and one learns how to learn from few\nimages.", "Teachers", parts);
return CommandLine.Run(args, help, () => Run(ClothesOptions.Parse(args, parts)));

static void Run(ClothesOptions options)
{
    (Dataset<int> training, Dataset<int> test) = options.Load();
    Console.WriteLine($"{training.Count} images to learn from, {test.Count} of the test");
    foreach (string part in options.Parts)
    {
        Console.WriteLine();
        if (part == "distill") Distilling.Run(training, test, options);
        else FewShots.Run(training, test, options);
    }
}
